using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application;
using PilotPairing.Application.Pairing;
using PilotPairing.Domain;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Pairing;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Gateways.Evolution;

/// <summary>
/// An Evolution API v2.3 server. Every opening makes the instance anew: only the call that opens a socket can be given the number that a
/// pairing code needs, and an instance that was logged out often offers nothing any more.
/// </summary>
internal sealed class EvolutionGateway(
    GatewayOptions options, IServiceProvider services, EvolutionRows rows, IPublicAddress address, Envelopes envelopes, RandomNumberGenerator random, TimeProvider clock)
    : IWhatsAppGateway
{
    private const string OfNobody = "pilotpairing-probe";
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestEnding = TimeSpan.FromSeconds(5);
    private readonly EvolutionHttp _http = ActivatorUtilities.CreateInstance<EvolutionHttp>(services, options);

    public string? DeviceName => options.DeviceName;

    public async Task<Result<Done>> StartPairing(GatewaySession session, PairingMethod? method, CancellationToken cancellationToken)
    {
        var name = session.InstanceName;
        // Connected since it was last looked at; restarting it would take the device off the phone.
        if ((await State(name, cancellationToken)).State == "open" && await rows.Find(name, cancellationToken) is not null)
            return default(Done);

        var hook = EvolutionHook.Draw(random);
        var wantsCode = method != PairingMethod.Qr;
        // Remembered before anything can fail: a look finds out later that there is nothing, and opens it then.
        if (!await rows.Begin(name, hook.Hash, wantsCode, clock.GetUtcNow(), cancellationToken))
            return default(Done);
        return await Open(session, hook, wantsCode, cancellationToken);
    }

    public async Task<SessionReport> GetState(GatewaySession session, CancellationToken cancellationToken)
    {
        var stored = await rows.Find(session.InstanceName, cancellationToken);
        if (stored is { Starting: true })
            return new SessionReport.Starting();

        var known = stored ?? EvolutionSession.Unremembered(session.InstanceName, clock.GetUtcNow());
        var (sighting, refusal) = await Look(known, cancellationToken);
        if (sighting is null)
            return new SessionReport.Unavailable(refusal!);

        var (report, next) = known.See(sighting, clock.GetUtcNow());
        if (report is null)
            return await OpenAgain(session, known, cancellationToken);
        if (stored is not null && !ReferenceEquals(next, known))
            await rows.Save(next, cancellationToken);
        return report;
    }

    /// <summary>Verified: 2.3.6 says that it logged out without waiting for it.</summary>
    public async Task<Result<Done>> Logout(GatewaySession session, CancellationToken cancellationToken)
    {
        var answer = await _http.Delete($"/instance/logout/{session.InstanceName}", cancellationToken);
        var isOut = answer.Fault is null or EvolutionFault.NoInstance || (answer.Fault == EvolutionFault.Rejected && answer.Says("is not connected"));
        if (!isOut)
            return answer.Refusal;
        return await Ended(session.InstanceName, state => state is null or "close", cancellationToken);
    }

    public async Task<Result<Done>> Delete(GatewaySession session, CancellationToken cancellationToken)
    {
        var answer = await _http.Delete($"/instance/delete/{session.InstanceName}", cancellationToken);
        if (answer.Fault is not null and not EvolutionFault.NoInstance)
            return answer.Refusal;
        return await Ended(session.InstanceName, _ => false, cancellationToken);
    }

    public async Task<SendOutcome> SendText(GatewaySession session, PhoneNumber recipient, string text, CancellationToken cancellationToken)
    {
        var message = JsonSerializer.SerializeToUtf8Bytes(new(recipient.Digits, text, LinkPreview: false), EvolutionWire.Default.SendTextMessage);
        var answer = await _http.Post($"/message/sendText/{session.InstanceName}", message, cancellationToken);
        return answer switch
        {
            { Fault: null } when LooseJson.Text(LooseJson.Member(answer.Body, "key"), "id") is { } id => new SendOutcome.Accepted(id),
            // 201 with an error in it, and no message.
            { Fault: null } => new SendOutcome.Refused(SendTrouble.GatewayError, "The gateway did not send the message."),
            { Fault: EvolutionFault.NoInstance } => new SendOutcome.Refused(SendTrouble.SenderNotConnected, "The sending number is not on the gateway."),
            { Fault: EvolutionFault.Broken } when answer.Says("Connection Closed") => new SendOutcome.Refused(SendTrouble.SenderNotConnected, "The sending number is not connected."),
            { Fault: EvolutionFault.Rejected } when answer.SaysNotOnWhatsApp() => new SendOutcome.Refused(SendTrouble.RecipientNotOnWhatsApp, "The recipient is not on WhatsApp."),
            { MayHaveWorked: true } => new SendOutcome.Unknown("The gateway did not say whether it sent the message."),
            _ => new SendOutcome.Refused(SendTrouble.GatewayError, answer.Refusal.Text),
        };
    }

    /// <summary>Its root needs no key and tells the version; a list of nobody's instances needs the key and holds no tokens.</summary>
    public async Task<GatewayHealth> Probe(CancellationToken cancellationToken)
    {
        var root = await _http.Get("/", cancellationToken);
        var version = LooseJson.Text(root.Body, "version");
        if (root.Status is null)
            return new(Reachable: false, null, null, null, root.Refusal);
        if (root.Fault is not null and not EvolutionFault.NotActivated)
            return new(Reachable: true, null, null, version, root.Refusal);

        var keyed = await _http.Get($"/instance/fetchInstances?instanceName={OfNobody}", cancellationToken);
        return keyed.Fault switch
        {
            null or EvolutionFault.NoInstance => new(Reachable: true, KeyAccepted: true, Activated: true, version, null),
            EvolutionFault.KeyRefused => new(Reachable: true, KeyAccepted: false, Activated: null, version, keyed.Refusal),
            EvolutionFault.NotActivated => new(Reachable: true, KeyAccepted: null, Activated: false, version, keyed.Refusal),
            _ => new(Reachable: true, null, null, version, keyed.Refusal),
        };
    }

    private async Task<SessionReport> OpenAgain(GatewaySession session, EvolutionSession seen, CancellationToken cancellationToken)
    {
        var hook = EvolutionHook.Draw(random);
        if (!await rows.BeginAgain(seen, hook.Hash, cancellationToken))
            return new SessionReport.Starting();
        var opened = await Open(session, hook, seen.WantsCode, cancellationToken);
        return opened.Refusal is { } refusal ? new SessionReport.Unavailable(refusal) : new SessionReport.Starting();
    }

    private async Task<Result<Done>> Open(GatewaySession session, EvolutionHook hook, bool wantsCode, CancellationToken cancellationToken)
    {
        try
        {
            return await Recreate(session.InstanceName, hook, cancellationToken) is { } refusal ? refusal : await Connect(session, wantsCode, cancellationToken);
        }
        finally
        {
            await rows.Opened(session.InstanceName, hook.Hash, clock.GetUtcNow(), CancellationToken.None);
        }
    }

    private async Task<Refusal?> Recreate(string name, EvolutionHook hook, CancellationToken cancellationToken)
    {
        var deleted = await _http.Delete($"/instance/delete/{name}", cancellationToken);
        if (deleted.Fault is not null and not EvolutionFault.NoInstance)
            return deleted.Refusal;
        if (!await Comes(name, state => state.Answer.Fault == EvolutionFault.NoInstance, cancellationToken))
            return new GatewayError("It does not take the last session away");

        var callback = options.CallbackUrl ?? address.PublicUrl;
        var instance = JsonSerializer.SerializeToUtf8Bytes(new(name, CreateInstance.Baileys, Qrcode: false, hook.For(callback, envelopes)), EvolutionWire.Default.CreateInstance);
        var created = await _http.Post("/instance/create", instance, cancellationToken);
        return created.Fault is null ? null : created.Refusal;
    }

    private async Task<Result<Done>> Connect(GatewaySession session, bool wantsCode, CancellationToken cancellationToken)
    {
        var number = wantsCode ? $"?number={session.Phone.Digits}" : "";
        var answer = await _http.GetSlowly($"/instance/connect/{session.InstanceName}{number}", cancellationToken);
        return answer.Fault is null ? default(Done) : answer.Refusal;
    }

    private async Task<(InstanceSighting? Sighting, Refusal? Refusal)> Look(EvolutionSession known, CancellationToken cancellationToken)
    {
        var (answer, state) = await State(known.InstanceName, cancellationToken);
        return (answer.Fault, state) switch
        {
            (EvolutionFault.NoInstance, _) => (new InstanceSighting.Gone(), null),
            (not null, _) => (null, answer.Refusal),
            (_, "open") => await LookAtOwner(known, cancellationToken),
            (_, "connecting") when known.WasOpen => (new InstanceSighting.Connecting(null, null), null),
            (_, "connecting") => await LookAtOffer(known, cancellationToken),
            // Closed; or without a state, as while the server starts and while an instance is taken away.
            _ => (new InstanceSighting.Closed(known.EndCode ?? LooseJson.Number(await Row(known.InstanceName, cancellationToken), "disconnectionReasonCode")), null),
        };
    }

    /// <summary>To be asked while it is connecting only: on a closed instance the same call opens a socket.</summary>
    private async Task<(InstanceSighting? Sighting, Refusal? Refusal)> LookAtOffer(EvolutionSession known, CancellationToken cancellationToken)
    {
        var offer = await _http.GetSlowly($"/instance/connect/{known.InstanceName}", cancellationToken);
        return offer.Fault switch
        {
            EvolutionFault.NoInstance => (new InstanceSighting.Gone(), null),
            not null => (null, offer.Refusal),
            // It opened in between.
            null when LooseJson.Member(offer.Body, "instance").ValueKind == JsonValueKind.Object => await LookAtOwner(known, cancellationToken),
            null => (new InstanceSighting.Connecting(LooseJson.Text(offer.Body, "code"), LooseJson.Text(offer.Body, "pairingCode")), null),
        };
    }

    private async Task<(InstanceSighting? Sighting, Refusal? Refusal)> LookAtOwner(EvolutionSession known, CancellationToken cancellationToken)
    {
        if (known is { WasOpen: true, Owner: { } digits })
            return (new InstanceSighting.Open(PhoneNumber.FromStore(digits)), null);
        var jid = LooseJson.Text(await Row(known.InstanceName, cancellationToken), "ownerJid");
        return (new InstanceSighting.Open(Jid.Phone(jid) ?? (known.Owner is { } told ? PhoneNumber.FromStore(told) : null)), null);
    }

    /// <summary>What its database has of the instance. Of its state there this is old news, and it holds the instance's token.</summary>
    private async Task<JsonElement> Row(string name, CancellationToken cancellationToken)
    {
        var answer = await _http.Get($"/instance/fetchInstances?instanceName={name}", cancellationToken);
        return answer is { Fault: null, Body.ValueKind: JsonValueKind.Array }
            ? answer.Body.EnumerateArray().FirstOrDefault(row => LooseJson.Text(row, "name") == name)
            : default;
    }

    private async Task<(EvolutionAnswer Answer, string? State)> State(string name, CancellationToken cancellationToken)
    {
        var answer = await _http.Get($"/instance/connectionState/{name}", cancellationToken);
        var instance = LooseJson.Member(answer.Body, "instance");
        if (answer.Fault is null && instance.ValueKind != JsonValueKind.Object)
            answer = answer with { Fault = EvolutionFault.Gibberish };
        return (answer, LooseJson.Text(instance, "state"));
    }

    private async Task<Result<Done>> Ended(string name, Func<string?, bool> isOver, CancellationToken cancellationToken)
    {
        if (!await Comes(name, state => state.Answer.Fault == EvolutionFault.NoInstance || (state.Answer.Fault is null && isOver(state.State)), cancellationToken))
            return new GatewayError("It says that the session has ended, and it has not");
        await rows.Forget(name, cancellationToken);
        return default(Done);
    }

    /// <summary>Ending a session goes on behind its answer.</summary>
    private async Task<bool> Comes(string name, Func<(EvolutionAnswer Answer, string? State), bool> isSo, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (!isSo(await State(name, cancellationToken)))
        {
            if (clock.GetElapsedTime(began) >= LongestEnding)
                return false;
            await Task.Delay(BetweenLooks, clock, cancellationToken);
        }

        return true;
    }
}
