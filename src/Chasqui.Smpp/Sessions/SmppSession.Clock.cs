using Chasqui.Smpp.Diagnostics;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Sessions;

// Timers: responses, enquire_link.
internal sealed partial class SmppSession
{
    private void Tick()
    {
        var now = _time.GetTimestamp();
        SmppEnd? end = null;
        PendingRequest[] expired = [];
        lock (_gate)
        {
            if (_end is not null) return;
            // Only those of the window: bind and unbind have timeouts of their own.
            foreach (var pending in _pending.Values)
                if (pending.Windowed && _time.GetElapsedTime(pending.WrittenAt, now) >= _settings.ResponseTimeout) _expired.Add(pending);
            foreach (var pending in _expired)
            {
                _pending.Remove(pending.Sequence);
                // The number stays reserved: a late answer still says what became of the message.
                if (_late.Count < MaxLate) _late.Add(pending.Sequence, (pending.Request, now));
                _timeoutsInARow++;
                Leave(pending);
            }
            if (_expired.Count > 0)
            {
                expired = [.. _expired];
                _expired.Clear();
                if (_timeoutsInARow >= _settings.MaxTimeoutsInARow) end = SmppEnd.ResponseTimeout;
            }
            foreach (var (sequence, late) in _late)
                if (_time.GetElapsedTime(late.At, now) > 10 * _settings.ResponseTimeout) _late.Remove(sequence);
            end ??= EnquireUnderLock(now);
        }
        foreach (var pending in expired)
        {
            SmppMetrics.TimedOut(pending.Request.CommandId, _settings.Name);
            pending.Fail(new SmppBrokenException(sent: true, SmppEnd.ResponseTimeout));
        }
        if (end is { } reason) Close(reason);
    }

    private SmppEnd? EnquireUnderLock(long now)
    {
        if (_enquiredAt != 0)
        {
            if (_lastReceived > _enquiredAt) _enquiredAt = 0;
            else if (_time.GetElapsedTime(_enquiredAt, now) >= _settings.EnquireLinkTimeout) return SmppEnd.EnquireLinkTimeout;
            return null;
        }
        if (_time.GetElapsedTime(_lastReceived, now) < _settings.EnquireLinkInterval) return null;
        _enquiredAt = now;
        Write(EnquireLink.Instance, SmppCommandStatus.Ok, NextSequence());
        return null;
    }
}
