// npm smpp as an ESME: binds to the port it is given, sends one of everything, answers deliver_sm, unbinds. One line of JSON an answer.
import { createRequire } from 'node:module';
const smpp = createRequire(import.meta.url)('smpp');

const tell = (event) => process.stdout.write(JSON.stringify(event) + '\n');
const session = smpp.connect({ host: '127.0.0.1', port: Number(process.argv[2]) });
const ask = (command, options) =>
  new Promise((resolve) =>
    session[command](options, (pdu) => {
      tell({
        answer: pdu.command,
        status: pdu.command_status,
        id: pdu.message_id,
        state: pdu.message_state,
        system_id: pdu.system_id,
        version: pdu.sc_interface_version,
        unsuccessful: pdu.unsuccess_sme,
      });
      resolve(pdu);
    }),
  );

session.on('error', (error) => tell({ error: error.message }));
session.on('enquire_link', (pdu) => session.send(pdu.response()));
session.on('deliver_sm', (pdu) => {
  tell({
    received: 'deliver_sm',
    source: pdu.source_addr,
    esm_class: pdu.esm_class,
    text: pdu.short_message?.message?.toString(),
    receipted: pdu.receipted_message_id,
    state: pdu.message_state,
  });
  session.send(pdu.response());
});

const common = { source_addr_ton: 5, source_addr_npi: 0, source_addr: 'Acme', dest_addr_ton: 1, dest_addr_npi: 1 };
const to = { ...common, destination_addr: '59898344484', registered_delivery: 1 };

session.on('connect', async () => {
  await ask('bind_transceiver', { system_id: 'acme', password: 's3cret12', interface_version: 0x34 });
  await ask('enquire_link', {});
  await ask('submit_sm', { ...to, data_coding: 0, short_message: Buffer.from('Hola') });
  await ask('submit_sm', {
    ...to,
    esm_class: 0x40,
    data_coding: 8,
    short_message: { udh: Buffer.from('050003cc0201', 'hex'), message: 'سلام' },
  });
  await ask('submit_sm', {
    ...to,
    data_coding: 0,
    short_message: Buffer.from('part1'),
    sar_msg_ref_num: 0x04d2,
    sar_total_segments: 2,
    sar_segment_seqnum: 1,
  });
  await ask('submit_sm', { ...to, data_coding: 0, message_payload: Buffer.from('x'.repeat(1000)) });
  await ask('data_sm', { ...to, data_coding: 0, message_payload: Buffer.from('data') });
  await ask('submit_multi', {
    ...common,
    dest_address: [
      { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '59898344484' },
      { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '59898344485' },
      { dl_name: 'friends' },
    ],
    data_coding: 0,
    short_message: Buffer.from('many'),
  });
  await ask('query_sm', { message_id: 'id-1', source_addr_ton: 5, source_addr: 'Acme' });
  await ask('replace_sm', { message_id: 'id-1', source_addr_ton: 5, source_addr: 'Acme', short_message: Buffer.from('new') });
  await ask('cancel_sm', { message_id: 'id-1', source_addr_ton: 5, source_addr: 'Acme', destination_addr: '59898344484' });
  await ask('unbind', {});
  session.close(() => process.exit(0));
});
process.stdin.on('end', () => process.exit(1)).resume();
