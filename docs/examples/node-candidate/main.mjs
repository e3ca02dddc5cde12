// Starts the system and keeps it running: a process that stops at once is started again on the same port.
// node main.mjs --provision provision.json --port 8800 --token change-me --data data
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const server = fileURLToPath(new URL('./server.mjs', import.meta.url));
let child;
let stopping = false;

function start() {
  child = fork(server, process.argv.slice(2));
  child.on('exit', () => (stopping ? process.exit(0) : start()));
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopping = true;
    child.kill();
  });
}
start();
