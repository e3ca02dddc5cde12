// When a pharmacy is open: London's wall clock, bank holidays of England, a specified date before all else.
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const DAY = 86400000;
const SOON = 30 * 60000;
const wall = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit',
  day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

// A moment as what clocks in London show, counted as if London were at UTC: days are 24 hours then.
export function inLondon(moment) {
  const part = Object.fromEntries(wall.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
}

export function isOpen(opening, moment) {
  const here = inLondon(moment);
  return spans(opening, here - here % DAY).some(([start, end]) => start <= here && here < end);
}

// Whether somebody can be seen there within a day: open for half an hour yet, or open again in 24 hours.
export function isOfUse(opening, moment) {
  const here = inLondon(moment);
  const today = here - here % DAY;
  const coming = [0, 1, 2].flatMap((ahead) => spans(opening, today + ahead * DAY));
  return coming.some(([start, end]) => (start <= here && end - here > SOON) || (start > here && start <= here + DAY));
}

function spans(opening, day) {
  return sessionsOn(opening, day).filter((session) => session.start).map(({ start, end }) =>
    [day + minutes(start) * 60000, day + closing(minutes(end)) * 60000]);
}

function sessionsOn(opening, day) {
  const [year, month, date] = new Date(day).toISOString().slice(0, 10).split('-');
  const specified = (opening.specifiedDates ?? []).find((listed) => listed.date === `${date}-${month}-${year}`);
  if (specified) return specified.sessions;
  if (opening.allHours) return [{ start: { hours: 0, minutes: 0 }, end: { hours: 24, minutes: 0 } }];
  const name = bankHolidays(Number(year)).includes(day) ? 'Bankholiday' : DAYS[new Date(day).getUTCDay()];
  return (opening.days ?? []).find((listed) => listed.day === name)?.sessions ?? [];
}

const minutes = (time) => Number(time.hours) * 60 + Number(time.minutes);
const closing = (minute) => (minute === 0 || minute === 1439 ? 1440 : minute);

// By rule; a day that is proclaimed once is not known here.
function bankHolidays(year) {
  const easter = easterSunday(year);
  const days = [easter - 2 * DAY, easter + DAY, monday(Date.UTC(year, 4, 1)), monday(Date.UTC(year, 4, 25)),
    monday(Date.UTC(year, 7, 25))];
  for (const [month, date] of [[0, 1], [11, 25], [11, 26]]) {
    let day = Date.UTC(year, month, date);
    while (weekday(day) % 6 === 0 || days.includes(day)) day += DAY;
    days.push(day);
  }
  return days;
}

export const dayAfter = (moment) => new Date(moment.getTime() + DAY);

// The end of the first working day after a moment's day, in London.
export function workingDayAfter(moment) {
  const here = inLondon(moment);
  let day = here - (here % DAY) + DAY;
  while (weekday(day) % 6 === 0 || bankHolidays(new Date(day).getUTCFullYear()).includes(day)) day += DAY;
  const end = day + DAY;
  return new Date(2 * end - inLondon(new Date(end))); // London's midnight
}

const weekday = (day) => new Date(day).getUTCDay();
const monday = (from) => from + ((8 - weekday(from)) % 7) * DAY;

// Easter by the moon's age, as Carter reckons it; good for 1900 to 2099.
function easterSunday(year) {
  let moon = 225 - 11 * (year % 19);
  while (moon > 50) moon -= 30;
  if (moon > 48) moon -= 1;
  const shift = (year + Math.floor(year / 4) + moon + 1) % 7;
  return Date.UTC(year, 2, moon + 7 - shift);
}
