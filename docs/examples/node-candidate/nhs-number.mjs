// NHS numbers: ten digits of which the last checks the others.

// Gives the ten bare digits, without what people put between them; empty where it is no NHS number.
export function nhsNumberOf(text) {
  const bare = String(text ?? '').replace(/[\s-]/g, '');
  if (!/^\d{10}$/.test(bare) || /^(\d)\1{9}$/.test(bare)) return '';
  const sum = [...bare.slice(0, 9)].reduce((total, digit, n) => total + Number(digit) * (10 - n), 0);
  const check = (11 - (sum % 11)) % 11;
  return check === Number(bare[9]) ? bare : '';
}

export function grouped(number) {
  return /^\d{10}$/.test(number) ? number.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1-$2-$3') : number;
}
