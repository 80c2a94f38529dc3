using System.Globalization;
using Chasqui.Lab;
using Chasqui.Messages;
using Chasqui.Support;

namespace Chasqui.Providers.Compliance;

/// <summary>
/// What every kind of provider must do, asked over real sockets of its simulator. A kind inherits it, says how it is opened, and names
/// in <see cref="NotApplicable"/> what its protocol does not have.
/// </summary>
public abstract class ProviderCompliance : IAsyncLifetime
{
    private const string Arabic = "مرحبا بالعالم، هذه رسالة";

    private const string Emoji = "Hola ñandú 😀👍🏽 & más=1 <ok> \"x\" + 100%";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ProviderBench _bench = new();
    private ISimulator? _simulator;
    private IProviderKind? _product;

    /// <summary>The kind's word.</summary>
    public abstract string Kind { get; }

    /// <summary>Its column in the table: a kind with two protocols has two.</summary>
    public virtual string Column => Kind;

    private protected ProviderBench Bench => _bench;

    private protected ISimulator Simulator => _simulator!;

    private protected IProviderKind Product => _product!;

    /// <summary>A code the carrier refuses with, and what it means: at least one.</summary>
    private protected abstract IReadOnlyList<(string Code, SendFailureClass Class)> Rejections { get; }

    /// <summary>The code that says that the person asked not to be texted.</summary>
    private protected virtual string OptOutCode => "";

    /// <summary>The receipt that says so, where the carrier takes the message first; null where it refuses with <see cref="OptOutCode"/>.</summary>
    private protected virtual (string State, string Code)? OptOutReceipt => null;

    /// <summary>The states the simulator is told in their order of time, and ours.</summary>
    private protected virtual IReadOnlyList<(string State, DeliveryState Ours)> Life =>
        [("sent", DeliveryState.Sent), ("delivered", DeliveryState.Delivered)];

    /// <summary>The wait that the carrier is scripted to hint at; null when its protocol has no place for a hint.</summary>
    private protected virtual TimeSpan? ThrottleHint => TimeSpan.FromSeconds(7);

    /// <summary>What an answer that cannot be read means: the message may have gone.</summary>
    private protected virtual SendFailureClass BrokenAnswerMeans => SendFailureClass.UnknownOutcome;

    /// <summary>Ids the carrier gives for a text of <paramref name="parts"/> parts.</summary>
    private protected virtual int IdsFor(int parts) => 1;

    /// <summary>A text of more than one part, and its number of parts.</summary>
    private protected virtual (string Text, int Parts) LongText =>
        (string.Concat(Enumerable.Range(0, 40).Select(number => string.Create(CultureInfo.InvariantCulture, $"frase {number:00}; "))), 3);

    /// <summary>Why a case cannot be asked of this kind; null when it can.</summary>
    private protected virtual string? NotApplicable(ComplianceCase asked) => null;

    private protected abstract Task<ISimulator> StartSimulatorAsync(CancellationToken cancellationToken);

    private protected abstract IProviderKind CreateKind(ProviderBench bench);

    /// <summary>The account's settings, an object, for a simulator at <paramref name="address"/> that is waited for so long.</summary>
    private protected abstract object Settings(Uri address, TimeSpan patience);

    /// <summary>Asked for what the product hears of one message: by webhook, unless the kind listens, which then overrides this.</summary>
    private protected virtual async Task<IReadOnlyList<DeliveryReport>> HearReceiptsAsync(
        ProviderAccount account, LabMessage message, string state, string? code, CancellationToken cancellationToken)
    {
        var reports = new List<DeliveryReport>();
        foreach (var call in await Simulator.TellAsync(message, state, code, cancellationToken))
            reports.AddRange(Taken(call, account).Reports);
        return reports;
    }

    /// <summary>As of <see cref="HearReceiptsAsync"/>, of a message from a contact.</summary>
    private protected virtual async Task<IReadOnlyList<InboundMessage>> HearInboundAsync(
        ProviderAccount account, LabText text, CancellationToken cancellationToken)
    {
        var messages = new List<InboundMessage>();
        foreach (var call in await Simulator.BringAsync(text, cancellationToken))
            messages.AddRange(Taken(call, account).Messages);
        return messages;
    }

    private protected virtual OutboundMessage NewMessage(string text) => Bench.Message(text);

    public virtual async ValueTask InitializeAsync()
    {
        _simulator = await StartSimulatorAsync(TestContext.Current.CancellationToken);
        _product = CreateKind(_bench);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_simulator is not null)
            await _simulator.DisposeAsync();
        _bench.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public Task Accepted_message_gives_its_ids() => AskAsync(ComplianceCase.Accepted, async stop =>
    {
        var message = NewMessage("Hola");

        var accepted = (await SendAsync(Account(), message, stop)).ShouldBeOfType<SendResult.Accepted>();

        var taken = Simulator.Ledger.Messages.ShouldHaveSingleItem();
        // A carrier that gives no id and brings none back leaves the message with ours.
        accepted.PartIds.ShouldBe(taken.Ids.Count > 0 ? taken.Ids : [message.Id.Value.ToString("N")]);
        taken.Text.ShouldBe("Hola");
        taken.To.ShouldEndWith(message.To.Digits);
    });

    [Fact]
    public Task Refusals_have_their_class() => AskAsync(ComplianceCase.Rejected, async stop =>
    {
        Rejections.ShouldNotBeEmpty();
        foreach (var (code, means) in Rejections)
        {
            Simulator.Script.Next(new Behaviour.Reject(code));

            var failure = Failure(await SendAsync(Account(), NewMessage("Hola"), stop));

            failure.Class.ShouldBe(means, code);
            failure.Code.ShouldBe($"{Kind}:{code}");
            failure.Sentence.ShouldNotBeNullOrWhiteSpace();
        }

        Simulator.Ledger.Messages.ShouldBeEmpty();
    });

    [Fact]
    public Task Throttling_waits_as_long_as_it_is_told() => AskAsync(ComplianceCase.Throttled, async stop =>
    {
        Simulator.Script.Next(new Behaviour.Throttle(ThrottleHint));
        var account = Account();

        var failure = Failure(await SendAsync(account, NewMessage("Hola"), stop));

        failure.Class.ShouldBe(SendFailureClass.Throttle);
        failure.RetryAfter.ShouldBe(ThrottleHint);
        (await SendAsync(account, NewMessage("Hola"), stop)).ShouldBeOfType<SendResult.Accepted>();
    });

    [Fact]
    public Task Timeout_before_the_body_is_safe_to_repeat() => AskAsync(ComplianceCase.TimeoutBefore, async stop =>
    {
        var account = Account(Simulator.SilentAddress, TimeSpan.FromSeconds(0.5));

        Failure(await SendAsync(account, NewMessage("Hola"), stop)).Class.ShouldBe(SendFailureClass.Transient);

        Simulator.Ledger.Messages.ShouldBeEmpty();
    });

    [Fact]
    public Task Timeout_after_the_body_is_unknown() => AskAsync(ComplianceCase.TimeoutAfter, async stop =>
    {
        Simulator.Script.Next(new Behaviour.Hang());

        var failure = Failure(await SendAsync(Account(Simulator.Address, TimeSpan.FromSeconds(2)), NewMessage("Hola"), stop));

        failure.Class.ShouldBe(SendFailureClass.UnknownOutcome);
        failure.Code.ShouldBe($"{Kind}:timeout");
    });

    [Fact]
    public Task Connection_lost_after_the_body_is_unknown() => AskAsync(ComplianceCase.ConnectionLost, async stop =>
    {
        Simulator.Script.Next(new Behaviour.Reset());

        Failure(await SendAsync(Account(), NewMessage("Hola"), stop)).Class.ShouldBe(SendFailureClass.UnknownOutcome);

        Simulator.Ledger.Messages.ShouldHaveSingleItem();
    });

    [Fact]
    public Task Answer_that_cannot_be_read_is_no_acceptance() => AskAsync(ComplianceCase.BrokenAnswer, async stop =>
    {
        Simulator.Script.Next(new Behaviour.Babble());

        Failure(await SendAsync(Account(), NewMessage("Hola"), stop)).Class.ShouldBe(BrokenAnswerMeans);
    });

    [Fact]
    public Task Opt_out_is_told_apart() => AskAsync(ComplianceCase.OptOut, async stop =>
    {
        if (OptOutReceipt is { } receipt)
        {
            var account = Account();
            var (_, taken) = await AcceptedAsync(account, stop);
            (await HearReceiptsAsync(account, taken, receipt.State, receipt.Code, stop)).ShouldHaveSingleItem().OptedOut.ShouldBeTrue();
            return;
        }

        Simulator.Script.Next(new Behaviour.Reject(OptOutCode));

        Failure(await SendAsync(Account(), NewMessage("Hola"), stop)).Class.ShouldBe(SendFailureClass.OptOut);
    });

    [Fact]
    public Task Message_from_a_contact_is_understood() => AskAsync(ComplianceCase.Inbound, async stop =>
    {
        foreach (var text in (string[])["Hola", Arabic, Emoji])
        {
            var heard = (await HearInboundAsync(Account(), new LabText("+59898344484", "+15550001111", text), stop)).ShouldHaveSingleItem();

            heard.Text.ShouldBe(text);
            heard.From.TrimStart('+').ShouldBe("59898344484");
            heard.To.TrimStart('+').ShouldBe("15550001111");
        }
    });

    [Fact]
    public Task Receipts_tell_what_became_of_it() => AskAsync(ComplianceCase.Receipts, async stop =>
    {
        var account = Account();
        var (message, taken) = await AcceptedAsync(account, stop);
        foreach (var (state, ours) in Life)
        {
            var reports = await HearReceiptsAsync(account, taken, state, null, stop);

            reports.Select(report => report.State).Distinct().ShouldBe([ours]);
            reports.Select(report => report.ProviderMessageId).ShouldBe(taken.Ids, ignoreOrder: true);
            reports.ShouldAllBe(report => report.Reference == null || report.Reference == message.Id);
        }
    });

    [Fact]
    public Task Receipt_told_twice_says_the_same() => AskAsync(ComplianceCase.Duplicates, async stop =>
    {
        var account = Account();
        var (_, taken) = await AcceptedAsync(account, stop);

        var first = await HearReceiptsAsync(account, taken, Life[^1].State, null, stop);
        var second = await HearReceiptsAsync(account, taken, Life[^1].State, null, stop);

        first.ShouldNotBeEmpty();
        Outcomes(second).ShouldBe(Outcomes(first));
    });

    [Fact]
    public Task Receipts_out_of_order_end_the_same() => AskAsync(ComplianceCase.Reordered, async stop =>
    {
        var account = Account();
        var (_, taken) = await AcceptedAsync(account, stop);
        var state = DeliveryState.Accepted;
        foreach (var (word, _) in Life.Reverse())
        {
            foreach (var report in await HearReceiptsAsync(account, taken, word, null, stop))
                state = DeliveryFold.Apply(state, report.State);
        }

        state.ShouldBe(Life[^1].Ours);
    });

    [Fact]
    public Task Unknown_status_changes_nothing() => AskAsync(ComplianceCase.UnknownStatus, async stop =>
    {
        var account = Account();
        var (_, taken) = await AcceptedAsync(account, stop);

        var reports = await HearReceiptsAsync(account, taken, "teleported", null, stop);

        reports.Where(report => report.State.IsFinal).ShouldBeEmpty();
    });

    [Fact]
    public Task Long_text_arrives_whole() => AskAsync(ComplianceCase.Multipart, async stop =>
    {
        var (text, parts) = LongText;

        var accepted = (await SendAsync(Account(), NewMessage(text), stop)).ShouldBeOfType<SendResult.Accepted>();

        accepted.PartIds.Count.ShouldBe(IdsFor(parts));
        accepted.PartIds.Distinct().Count().ShouldBe(IdsFor(parts));
        Simulator.Ledger.Messages.ShouldHaveSingleItem().Text.ShouldBe(text);
    });

    [Fact]
    public Task Arabic_and_emoji_arrive_intact() => AskAsync(ComplianceCase.Alphabets, async stop =>
    {
        var account = Account();
        foreach (var text in (string[])[Arabic, Emoji])
            (await SendAsync(account, NewMessage(text), stop)).ShouldBeOfType<SendResult.Accepted>();

        Simulator.Ledger.Messages.Select(message => message.Text).ShouldBe([Arabic, Emoji]);
    });

    [Fact]
    public Task Wire_log_holds_no_secret_no_text_and_no_number() => AskAsync(ComplianceCase.Redaction, async stop =>
    {
        var account = Account();
        Simulator.Script.Next(new Behaviour.Accept(), new Behaviour.Reject(Rejections[0].Code));
        foreach (var text in (string[])["Zanahoria ñandú secreta", Arabic])
            await SendAsync(account, NewMessage(text), stop);

        Bench.Wire.Entries.ShouldNotBeEmpty();
        var log = string.Join('\n', Bench.Wire.Entries.Select(entry => $"{entry.Summary}\n{entry.Body}"));
        string[] hidden = [.. account.Settings.Secrets, "Zanahoria", "secreta", Arabic, NewMessage("x").To.Digits];
        foreach (var secret in hidden.SelectMany(Spellings))
            log.ShouldNotContain(secret);
    });

    [Fact]
    public Task Forged_call_is_not_believed() => AskAsync(ComplianceCase.BadSignature, async stop =>
    {
        var account = Account();
        var (_, taken) = await AcceptedAsync(account, stop);
        LabCall[] calls =
        [
            .. await Simulator.TellAsync(taken, Life[^1].State, null, stop),
            .. await Simulator.BringAsync(new LabText("+59898344484", "+15550001111", "Hola"), stop),
        ];
        calls.ShouldNotBeEmpty();
        foreach (var call in calls)
        {
            Receive(call, account).ShouldBeOfType<WebhookAnswer.Taken>();
            foreach (var forged in Forgeries(call))
                Receive(forged, account).ShouldBeOfType<WebhookAnswer.BadSignature>();
        }
    });

    [Fact]
    public Task Repeated_call_is_recognised() => AskAsync(ComplianceCase.Replay, async stop =>
    {
        var account = Account();
        foreach (var call in await Simulator.BringAsync(new LabText("+59898344484", "+15550001111", "Hola"), stop))
        {
            var (first, second) = (Taken(call, account), Taken(call, account));

            second.ReplayKey.ShouldBe(first.ReplayKey);
            second.Messages.Select(message => message.ProviderMessageId).ShouldBe(first.Messages.Select(message => message.ProviderMessageId));
            // Without either there is nothing to recognise it by.
            (first.ReplayKey is not null || first.Messages.All(message => message.ProviderMessageId.Length > 0)).ShouldBeTrue();
        }
    });

    [Fact]
    public Task Sends_and_receives_through_the_running_product() => AskAsync(ComplianceCase.WholeProduct, async stop =>
    {
        const string Contact = "+59898344484";
        var postgres = (await TestContext.Current.GetFixture<PostgresFixture>()).ShouldNotBeNull();
        await using var product = await RunningProduct.StartAsync(postgres, stop);
        var (hook, sender) = await product.SetUpAsync(Kind, ProductSettings(), ProductSenderKind, ProductSender, stop);
        Simulator.Hook = hook;

        var id = await product.SendAsync(sender, Contact, Emoji, stop);

        var taken = (await Simulator.Ledger.WaitAsync(1, stop))[0];
        taken.Text.ShouldBe(Emoji);
        taken.To.ShouldEndWith(Contact[4..]);
        await product.UntilLoggedAsync(id, stop);
        if (NotApplicable(ComplianceCase.Receipts) is null)
        {
            await product.CallAsync(await Simulator.TellAsync(taken, Life[^1].State, null, stop), stop);
            (await product.UntilAsync(id, Life[^1].Ours, stop)).ShouldBe(Life[^1].Ours);
        }

        if (NotApplicable(ComplianceCase.Inbound) is null)
        {
            await product.CallAsync(await Simulator.BringAsync(new LabText(Contact, ProductSender, Arabic), stop), stop);
            (await product.UntilReceivedAsync(stop)).ShouldBe(Arabic);
        }
    });

    /// <summary>The settings with the carrier's own patience.</summary>
    private protected virtual object ProductSettings() => Settings(Simulator.Address, TimeSpan.FromSeconds(8));

    private protected virtual string ProductSenderKind => "longCode";

    private protected virtual string ProductSender => "+12025550123";

    private protected ProviderAccount Account() => Account(Simulator.Address, Patience);

    private protected ProviderAccount Account(Uri address, TimeSpan patience)
    {
        var account = Bench.Account(Product, Settings(address, patience));
        Simulator.Hook = account.HookAddress!;
        return account;
    }

    private protected async Task<SendResult> SendAsync(ProviderAccount account, OutboundMessage message, CancellationToken cancellationToken)
    {
        await using var connection = Product.Open(account);
        return await connection.SendAsync(message, cancellationToken);
    }

    private protected WebhookAnswer Receive(LabCall call, ProviderAccount account) =>
        ((IWebhookReceiver)Product).Receive(ProviderBench.Request(call, account), account, Bench.Time.GetUtcNow());

    private protected WebhookAnswer.Taken Taken(LabCall call, ProviderAccount account) =>
        Receive(call, account).ShouldBeOfType<WebhookAnswer.Taken>();

    private protected static SendFailure Failure(SendResult result) => result.ShouldBeOfType<SendResult.Failed>().Failure;

    private protected async Task<(OutboundMessage Message, LabMessage Taken)> AcceptedAsync(ProviderAccount account, CancellationToken cancellationToken)
    {
        var message = NewMessage("Hola");
        (await SendAsync(account, message, cancellationToken)).ShouldBeOfType<SendResult.Accepted>();
        return (message, Simulator.Ledger.Messages[^1]);
    }

    /// <summary>Ways to forge a call: without its signature, and with another body or query.</summary>
    private protected virtual IEnumerable<LabCall> Forgeries(LabCall call)
    {
        yield return call with
        {
            Headers = call.Headers.Where(header => header.Key is "Content-Type").ToDictionary(StringComparer.OrdinalIgnoreCase),
        };
        yield return call.Body.Length > 0
            ? call with { Body = [.. call.Body, (byte)'1'] }
            : call with { Url = new Uri($"{call.Url}1") };
    }

    private static IReadOnlyList<(string Id, DeliveryState State)> Outcomes(IReadOnlyList<DeliveryReport> reports) =>
        [.. reports.Select(report => (report.ProviderMessageId, report.State)).OrderBy(outcome => outcome.ProviderMessageId, StringComparer.Ordinal)];

    private static IEnumerable<string> Spellings(string secret) =>
        [secret, Uri.EscapeDataString(secret), System.Text.Json.JsonEncodedText.Encode(secret).ToString()];

    private async Task AskAsync(ComplianceCase asked, Func<CancellationToken, Task> ask)
    {
        if (NotApplicable(asked) is { } reason)
        {
            ComplianceTable.Note(Column, asked, $"n/a: {reason}");
            Assert.Skip(reason);
        }

        ComplianceTable.Note(Column, asked, "FAILED");
        await ask(TestContext.Current.CancellationToken);
        ComplianceTable.Note(Column, asked, "yes");
    }
}
