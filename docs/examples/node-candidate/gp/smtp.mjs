// Submits one message to NHSmail: STARTTLS, then AUTH, then the message.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { connect as secure } from 'node:tls';
import { provision } from '../settings.mjs';

const { host, port, ca_file: ca } = provision.nhsmail;
const SECONDS = 10;

export async function send(account, to, message) {
  await session(account, async (dialogue) => {
    await dialogue.say(`MAIL FROM:<${account.address}>`, 250);
    await dialogue.say(`RCPT TO:<${to}>`, 250);
    await dialogue.say('DATA', 354);
    await dialogue.say(`${message.replace(/^\./gm, '..')}.`, 250);
  });
}

export async function logIn(account) {
  await session(account, async () => {});
}

async function session(account, work) {
  const plain = new Dialogue(connect(port, host));
  await plain.answer(220);
  await plain.say('EHLO night-counter.example', 250);
  await plain.say('STARTTLS', 220);
  const encrypted = new Dialogue(secure({ socket: plain.release(), host, ca: readFileSync(ca) }));
  try {
    await encrypted.say('EHLO night-counter.example', 250);
    const proof = Buffer.from(`\0${account.username}\0${account.password}`).toString('base64');
    await encrypted.say(`AUTH PLAIN ${proof}`, 235);
    await work(encrypted);
    await encrypted.say('QUIT', 221);
  } finally {
    encrypted.socket.destroy();
  }
}

class Dialogue {
  constructor(socket) {
    Object.assign(this, { socket, text: '', waiting: null });
    socket.setTimeout(SECONDS * 1000, () => socket.destroy(new Error('NHSmail does not answer')));
    socket.on('data', (this.onData = (part) => {
      this.text += part;
      this.look();
    }));
    socket.on('error', (this.onError = (wrong) => this.waiting?.reject(wrong)));
    socket.on('close', (this.onClose = () => this.waiting?.reject(new Error('NHSmail ended the connection'))));
  }

  say(line, due) {
    this.socket.write(`${line}\r\n`);
    return this.answer(due);
  }

  answer(due) {
    return new Promise((resolve, reject) => {
      this.waiting = { due, resolve, reject };
      this.look();
    });
  }

  look() {
    const last = /^(\d{3}) .*\r\n/m.exec(this.text);
    if (!last || !this.waiting) return;
    const { due, resolve, reject } = this.waiting;
    this.waiting = null;
    this.text = this.text.slice(last.index + last[0].length);
    if (Number(last[1]) === due) resolve();
    else reject(Object.assign(new Error(`NHSmail says ${last[0].trim()}`), { isAnswer: true, forGood: last[1].startsWith('5') }));
  }

  release() {
    this.socket.off('data', this.onData);
    this.socket.off('error', this.onError);
    this.socket.off('close', this.onClose);
    this.socket.setTimeout(0);
    return this.socket;
  }
}
