using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using Chasqui.Lab;
using Chasqui.Messages;
using Chasqui.Providers.Network;
using Microsoft.Extensions.Options;

namespace Chasqui.Providers.Compliance;

/// <summary>What a kind of provider needs around it: guarded HTTP that may reach this machine, a wire log, an account, messages.</summary>
internal sealed class ProviderBench : IDisposable
{
    public ProviderBench()
    {
        Guard = new EgressGuard(Options.Create(new EgressOptions { Allow = ["127.0.0.0/8"] }));
        Http = new ProviderHttp(Guard, Wire, Time);
    }

    public TimeProvider Time { get; } = TimeProvider.System;

    public EgressGuard Guard { get; }

    public RecordingWireLog Wire { get; } = new();

    public ProviderHttp Http { get; }

    /// <param name="kind">Whose schema gives the defaults.</param>
    /// <param name="settings">An object whose properties are the settings.</param>
    public ProviderAccount Account(IProviderKind kind, object settings)
    {
        var id = Id.New<ProviderId>(Time);
        return new ProviderAccount(
            Id.New<BusinessUnitId>(Time), id, new ProviderSettings(kind.Schema, JsonSerializer.SerializeToElement(settings)),
            new Uri($"https://chasqui.example/hooks/{kind.Name}/{id.Value}"));
    }

    public OutboundMessage Message(string text, string sender = "+15550001111", string to = "+59898344484") => new()
    {
        Id = Id.New<MessageId>(Time),
        Sender = sender,
        To = PhoneNumber.FromStored(to),
        Text = text,
    };

    /// <summary>A call of the lab as the Hooks room would see it.</summary>
    public static WebhookRequest Request(LabCall call, ProviderAccount account) => new()
    {
        Method = call.Method,
        Url = call.Url,
        Topic = call.Url.AbsolutePath[account.HookAddress!.AbsolutePath.Length..].Trim('/'),
        Headers = call.Headers.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
        Body = call.Body,
        From = IPAddress.Loopback,
    };

    public void Dispose() => Http.Dispose();
}
