using System.Buffers;
using System.IO.Pipelines;
using Chasqui.Smpp.Diagnostics;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Sessions;

// What arrives: responses to their requests, requests to the owner.
internal sealed partial class SmppSession
{
    private async Task ReadLoopAsync()
    {
        var reader = PipeReader.Create(_stream, new StreamPipeReaderOptions(bufferSize: 32 * 1024, minimumReadSize: 4096, leaveOpen: true));
        var reason = SmppEnd.ConnectionLost;
        Exception? exception = null;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(_closed.Token);
                var buffer = result.Buffer;
                var valid = ReadFrames(ref buffer);
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (!valid)
                {
                    reason = SmppEnd.ProtocolError;
                    break;
                }
                if (result.IsCompleted) break;
                await HoldWhileUnsentAsync();
            }
        }
        catch (Exception e) when (IsNetworkEnd(e))
        {
            exception = e;
        }
        catch (Exception e)
        {
            // The edge of the loop: whatever a peer or a host's handler made happen ends this session and no other.
            reason = SmppEnd.ProtocolError;
            exception = e;
            _owner.Faulted(e);
        }
        await reader.CompleteAsync();
        // Awaiting the closing here would wait for this very loop.
        Close(reason, exception);
    }

    private bool ReadFrames(ref ReadOnlySequence<byte> buffer)
    {
        lock (_gate) _batching = true;
        try
        {
            while (true)
            {
                switch (SmppCodec.ReadFrame(ref buffer, _settings.MaxPduLength, out var header, out var body))
                {
                    case SmppFrame.Complete:
                        _lastReceived = _time.GetTimestamp();
                        if (header.CommandId.IsResponse()) OnResponse(header, body);
                        else OnRequest(header, body);
                        break;
                    case SmppFrame.Invalid:
                        return false;
                    default:
                        return true;
                }
            }
        }
        finally
        {
            // One wake-up of the write loop for all answers to what one read brought.
            lock (_gate)
            {
                _batching = false;
                if (!_outputEnded) Flush();
            }
        }
    }

    private async ValueTask HoldWhileUnsentAsync()
    {
        while (true)
        {
            lock (_gate)
            {
                _backlogged = _written - _handedOver > MaxUnsent && _end is null;
                if (!_backlogged) return;
            }
            await _unsentFell.WaitAsync(_closed.Token);
        }
    }

    private void OnResponse(in SmppHeader header, in ReadOnlySequence<byte> body)
    {
        PendingRequest? pending;
        SmppPdu? lateRequest = null;
        lock (_gate)
        {
            if (_pending.TryGetValue(header.Sequence, out pending))
            {
                // The answer to another question with our number: believing it would invent an outcome.
                if (header.CommandId != SmppCommandId.GenericNack && header.CommandId != pending.Request.CommandId.Response()) return;
                _pending.Remove(header.Sequence);
                _timeoutsInARow = 0;
                if (header.Status == SmppCommandStatus.Throttled && _settings.ThrottlePause > TimeSpan.Zero)
                    HoldFor(_settings.ThrottlePause);
                Leave(pending);
            }
            else if (_late.Remove(header.Sequence, out var late))
            {
                lateRequest = late.Request;
            }
        }
        SmppCodec.TryDecode(header, body, out var pdu, out _);
        _settings.WireLog?.Invoke(new(_settings.Name, Sent: false, header, pdu));
        SmppMetrics.Pdu(sent: false, header.CommandId, _settings.Name);
        if (pending is not null)
        {
            SmppMetrics.Answered(pending.Request.CommandId, header.Status, _time.GetElapsedTime(pending.WrittenAt), _settings.Name);
            if (header.Status == SmppCommandStatus.Ok && header.CommandId != SmppCommandId.GenericNack) pending.Succeed(pdu);
            else pending.Fail(new SmppRefusedException(pending.Request.CommandId, header.Status));
        }
        else if (lateRequest is not null)
        {
            _owner.CameLate(lateRequest, header.Status, header.CommandId == SmppCommandId.GenericNack ? null : pdu);
        }
    }

    private void HoldFor(TimeSpan pause) =>
        _notBefore = Math.Max(_notBefore, _time.GetTimestamp() + (long)(pause.TotalSeconds * _time.TimestampFrequency));

    /// <summary>Under the lock: a request has its end, and its place in the window is free.</summary>
    private void Leave(PendingRequest pending)
    {
        if (pending.Windowed)
        {
            _inFlight--;
            SmppMetrics.InFlight(-1, _settings.Name);
        }
        DispatchWaiting();
        SignalIdle();
    }

    private bool IsIdle() => _pending.Count == 0 && _answering == 0 && !_waiting.Any(one => one.Waiting);

    private void SignalIdle()
    {
        if (_idle is not null && IsIdle()) _idle.TrySetResult();
    }

    private void OnRequest(in SmppHeader header, in ReadOnlySequence<byte> body)
    {
        var readable = SmppCodec.TryDecode(header, body, out var request, out var error);
        _settings.WireLog?.Invoke(new(_settings.Name, Sent: false, header, request));
        SmppMetrics.Pdu(sent: false, header.CommandId, _settings.Name);
        if (request is UnknownPdu)
        {
            Answer(request, header.Sequence, SmppReply.Nack);
            return;
        }
        if (!readable)
        {
            if (HasResponse(request)) Answer(request, header.Sequence, new(error, null));
            return;
        }
        switch (header.CommandId)
        {
            case SmppCommandId.EnquireLink:
                Answer(request, header.Sequence, new(SmppCommandStatus.Ok, EnquireLinkResponse.Instance));
                return;
            case SmppCommandId.Unbind:
                Answer(request, header.Sequence, new(SmppCommandStatus.Ok, UnbindResponse.Instance));
                _ = EndAsync(SmppEnd.UnboundByPeer);
                return;
        }
        lock (_gate)
        {
            if (_end is not null) return;
            if (_answering < _settings.MaxConcurrentRequests) _answering++;
            else
            {
                if (!HasResponse(request)) return;
                // Overload: the other side keeps the message and sends it again.
                Write(new EmptyResponse(header.CommandId.Response()), SmppCommandStatus.TemporaryApplicationError, header.Sequence);
                return;
            }
        }
        ValueTask<SmppReply> handling;
        try
        {
            handling = _owner.HandleAsync(request, _closed.Token);
        }
        catch (Exception e)
        {
            // A handler that throws before its first await is no reason to end the session.
            handling = ValueTask.FromException<SmppReply>(e);
        }
        if (handling.IsCompletedSuccessfully)
        {
            FinishAnswer(request, header.Sequence, handling.Result);
            return;
        }
        _ = AnswerWhenDoneAsync(handling, request, header.Sequence);
    }

    private async Task AnswerWhenDoneAsync(ValueTask<SmppReply> handling, SmppPdu request, uint sequence)
    {
        SmppReply reply;
        try
        {
            reply = await handling;
        }
        catch (Exception e)
        {
            // The edge of the host's code. The other side is told to try again: nothing may be lost because a handler failed.
            if (e is not OperationCanceledException || !_closed.IsCancellationRequested) _owner.Faulted(e);
            reply = new(SmppCommandStatus.TemporaryApplicationError, null, Silent: !HasResponse(request));
        }
        FinishAnswer(request, sequence, reply);
    }

    private void FinishAnswer(SmppPdu request, uint sequence, in SmppReply reply)
    {
        try
        {
            if (!reply.Silent) Answer(request, sequence, reply);
        }
        catch (ArgumentException e)
        {
            // A handler's answer that does not fit, such as a message id of 65 characters.
            _owner.Faulted(e);
            Answer(request, sequence, new(SmppCommandStatus.SystemError, null));
        }
        lock (_gate)
        {
            _answering--;
            SignalIdle();
        }
        _owner.Replied(request, reply);
    }

    private void Answer(SmppPdu request, uint sequence, in SmppReply reply)
    {
        var body = reply.Body;
        if (body is null || (reply.Status != SmppCommandStatus.Ok && body is not GenericNack))
            body = new EmptyResponse(request.CommandId.Response());
        lock (_gate) Write(body, reply.Status, sequence);
    }
}
