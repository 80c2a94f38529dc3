// npm smpp as the ESME of the benchmark: keeps a window full of submit_sm and says how many a second were answered.
// node bench-client.mjs <port> <window> <count>
import { createRequire } from 'node:module';
const smpp = createRequire(import.meta.url)('smpp');

const [port, window, count] = process.argv.slice(2).map(Number);
const session = smpp.connect({ host: '127.0.0.1', port });
const message = {
  source_addr_ton: 5,
  source_addr_npi: 0,
  source_addr: 'Acme',
  dest_addr_ton: 1,
  dest_addr_npi: 1,
  destination_addr: '59898344484',
  validity_period: '000001000000000R',
  registered_delivery: 1,
  data_coding: 0,
  short_message: Buffer.from('Hola'),
};

const submit = (total) =>
  new Promise((resolve) => {
    let sent = 0;
    let answered = 0;
    const next = () => {
      if (sent >= total) return;
      sent++;
      session.submit_sm(message, (pdu) => {
        if (pdu.command_status !== 0) throw new Error(`refused: ${pdu.command_status}`);
        if (++answered === total) resolve();
        else next();
      });
    };
    for (let i = 0; i < window; i++) next();
  });

session.on('connect', () =>
  session.bind_transceiver({ system_id: 'acme', password: 's3cret12', interface_version: 0x34 }, async () => {
    const warm = Date.now() + 2000;
    while (Date.now() < warm) await submit(count / 20);
    const began = process.hrtime.bigint();
    await submit(count);
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    process.stdout.write(JSON.stringify({ rate: count / seconds }) + '\n', () => process.exit(0));
  }),
);
