using System.Diagnostics;
using Chasqui.Smpp.Diagnostics;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Sessions;

// What leaves.
internal sealed partial class SmppSession
{
    /// <summary>Under the lock. Answers to a session that has ended go nowhere.</summary>
    private void Write(SmppPdu pdu, SmppCommandStatus status, uint sequence)
    {
        if (_outputEnded) return;
        _written += SmppCodec.Write(_output.Writer, pdu, status, sequence);
        _settings.WireLog?.Invoke(new(_settings.Name, Sent: true, new(0, pdu.CommandId, status, sequence), pdu));
        SmppMetrics.Pdu(sent: true, pdu.CommandId, _settings.Name);
        if (!_batching) Flush();
    }

    private void Flush()
    {
        // No threshold is set, so this never waits: it wakes the write loop.
        var flush = _output.Writer.FlushAsync(CancellationToken.None);
        Debug.Assert(flush.IsCompleted, "a pipe without a threshold flushes at once");
        flush.GetAwaiter().GetResult();
    }

    private async Task WriteLoopAsync()
    {
        var reader = _output.Reader;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(CancellationToken.None);
                foreach (var segment in result.Buffer)
                {
                    lock (_gate)
                    {
                        // After the end was told to the callers nothing may leave that they were told had not.
                        if (_end is not null) return;
                        _handedOver += segment.Length;
                    }
                    await _stream.WriteAsync(segment, _closed.Token);
                }
                reader.AdvanceTo(result.Buffer.End);
                if (_unsentFell.CurrentCount == 0 && Volatile.Read(ref _backlogged)) _unsentFell.Release();
                if (result.IsCompleted) return;
            }
        }
        catch (Exception e)
        {
            // The edge of the loop, and of a stream that may be the host's own.
            Close(SmppEnd.ConnectionLost, e);
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }
}
