// npm smpp as an SMSC. Says its port, then one line of JSON for everything it received. Answers each submit_sm with an id in hexadecimal
// and, when a receipt is wanted, sends the receipt with the same id in decimal. `node server.mjs bench` counts instead of telling.
import { createRequire } from 'node:module';
const smpp = createRequire(import.meta.url)('smpp');

const bench = process.argv[2] === 'bench';
const tell = (event) => process.stdout.write(JSON.stringify(event) + '\n');
const hex = (value) => (Buffer.isBuffer(value) ? value.toString('hex') : undefined);
let count = 0;

const server = smpp.createServer((session) => {
  const bind = (pdu) => {
    if (pdu.password !== 's3cret12') {
      session.send(pdu.response({ command_status: smpp.ESME_RINVPASWD }));
      return;
    }
    session.send(pdu.response({ system_id: 'npm', sc_interface_version: 0x34 }));
    if (!bench) tell({ event: pdu.command, system_id: pdu.system_id, interface_version: pdu.interface_version });
  };
  session.on('bind_transceiver', bind);
  session.on('bind_transmitter', bind);
  session.on('bind_receiver', bind);
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => {
    session.send(pdu.response());
    session.close();
  });
  session.on('error', (error) => tell({ event: 'error', message: error.message }));
  session.on('deliver_sm_resp', (pdu) => tell({ event: 'deliver_sm_resp', status: pdu.command_status }));
  session.on('submit_sm', (pdu) => {
    const id = 0x64e2a9f0 + ++count;
    if (bench) {
      session.send(pdu.response({ message_id: id.toString(16) }));
      return;
    }
    const text = pdu.short_message?.message || pdu.message_payload?.message || pdu.message_payload;
    tell({
      event: 'submit_sm',
      source: pdu.source_addr,
      source_ton: pdu.source_addr_ton,
      destination: pdu.destination_addr,
      esm_class: pdu.esm_class,
      data_coding: pdu.data_coding,
      registered_delivery: pdu.registered_delivery,
      validity_period: pdu.validity_period,
      udh: (pdu.short_message?.udh ?? []).map(hex),
      text: Buffer.isBuffer(text) ? text.toString('latin1') : text,
      sar: pdu.sar_msg_ref_num === undefined ? undefined : [pdu.sar_msg_ref_num, pdu.sar_total_segments, pdu.sar_segment_seqnum],
    });
    if (pdu.destination_addr === '000') {
      session.send(pdu.response({ command_status: smpp.ESME_RTHROTTLED }));
      return;
    }
    session.send(pdu.response({ message_id: id.toString(16).toUpperCase() }));
    if (pdu.registered_delivery & 1) {
      session.deliver_sm({
        esm_class: 4,
        source_addr_ton: 1,
        source_addr_npi: 1,
        source_addr: pdu.destination_addr,
        destination_addr: pdu.source_addr,
        data_coding: 0,
        short_message: Buffer.from(`id:${id} sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000 text:`),
        message_state: 2,
      });
    }
  });
  session.on('query_sm', (pdu) =>
    session.send(pdu.response({ message_id: pdu.message_id, final_date: '', message_state: 2, error_code: 0 })),
  );
  session.on('cancel_sm', (pdu) => session.send(pdu.response()));
});
server.listen(0, '127.0.0.1', () => tell({ event: 'listening', port: server.address().port }));
// The tests end it by closing its input, so that it never outlives them.
process.stdin.on('end', () => process.exit(0)).resume();
