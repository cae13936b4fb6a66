using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application;
using PilotPairing.Application.Gateways;
using PilotPairing.Domain;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Gateways;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Gateways.Evolution;

/// <summary>An Evolution API v2.3 server.</summary>
internal sealed class EvolutionGateway : IWhatsAppGateway
{
    private const string OfNobody = "pilotpairing-probe";
    private readonly GatewayOptions _options;
    private readonly EvolutionRepository _rows;
    private readonly RandomNumberGenerator _random;
    private readonly TimeProvider _clock;
    private readonly EvolutionHttp _http;
    private readonly EvolutionStates _states;
    private readonly EvolutionOpener _opener;

    public EvolutionGateway(
        GatewayOptions options, IServiceProvider services, EvolutionRepository rows, IPublicAddress address, Envelopes envelopes,
        RandomNumberGenerator random, TimeProvider clock)
    {
        (_options, _rows, _random, _clock) = (options, rows, random, clock);
        _http = ActivatorUtilities.CreateInstance<EvolutionHttp>(services, options);
        _states = new(_http, clock);
        _opener = new(_http, _states, options.CallbackUrl ?? address.PublicUrl, envelopes, clock);
    }

    public string? DeviceName => _options.DeviceName;

    public CircuitReport Circuit => _http.Circuit;

    public async Task<Result<Done>> StartPairing(GatewaySession session, PairingMethod? method, CancellationToken cancellationToken)
    {
        var name = session.InstanceName;
        // Connected since the last check; restarting it would unlink the device.
        if ((await _states.Of(name, cancellationToken)).State == "open" && await _rows.Find(name, cancellationToken) is not null)
            return default(Done);

        var hook = EvolutionHook.Draw(_random);
        var wantsCode = method != PairingMethod.Qr;
        // Stored before anything can fail: a later check finds that there is no instance, and creates it then.
        if (!await _rows.Begin(name, hook.Hash, wantsCode, _clock.GetUtcNow(), cancellationToken))
            return default(Done);
        return await Open(session, hook, wantsCode, cancellationToken);
    }

    public async Task<SessionReport> GetState(GatewaySession session, CancellationToken cancellationToken)
    {
        var stored = await _rows.Find(session.InstanceName, cancellationToken);
        if (stored is { Starting: true })
            return new SessionReport.Starting();

        var known = stored ?? EvolutionSession.Unremembered(session.InstanceName, _clock.GetUtcNow());
        var (snapshot, refusal) = await ReadState(known, cancellationToken);
        if (snapshot is null)
            return new SessionReport.Unavailable(refusal!);

        var (report, next) = known.See(snapshot, _clock.GetUtcNow());
        if (report is null)
            return await OpenAgain(session, known, cancellationToken);
        if (stored is not null && !ReferenceEquals(next, known))
            await _rows.Save(next, cancellationToken);
        return report;
    }

    /// <summary>Verified: 2.3.6 says that it logged out without waiting for it.</summary>
    public async Task<Result<Done>> Logout(GatewaySession session, CancellationToken cancellationToken)
    {
        var answer = await _http.Delete($"/instance/logout/{session.InstanceName}", cancellationToken);
        var isOut = answer.Fault is null or EvolutionFault.NoInstance
            || (answer.Fault == EvolutionFault.Rejected && answer.Contains("is not connected"));
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
        var message = JsonSerializer.SerializeToUtf8Bytes(new(recipient.Digits, text, LinkPreview: false),
            EvolutionJsonContext.Default.SendTextMessage);
        var answer = await _http.Post($"/message/sendText/{session.InstanceName}", message, cancellationToken);
        return answer switch
        {
            { Fault: null } when LenientJson.Text(LenientJson.Member(answer.Body, "key"), "id") is { } id => new SendOutcome.Accepted(id),
            // 201 with an error in it, and no message.
            { Fault: null } => new SendOutcome.Refused(SendFailure.GatewayError, "The gateway did not send the message."),
            { Fault: EvolutionFault.NoInstance } =>
                new SendOutcome.Refused(SendFailure.SenderNotConnected, "The sending number is not on the gateway."),
            { Fault: EvolutionFault.Broken } when answer.Contains("Connection Closed") =>
                new SendOutcome.Refused(SendFailure.SenderNotConnected, "The sending number is not connected."),
            { Fault: EvolutionFault.Rejected } when answer.IsNotOnWhatsApp() =>
                new SendOutcome.Refused(SendFailure.RecipientNotOnWhatsApp, "The recipient is not on WhatsApp."),
            { MayHaveWorked: true } => new SendOutcome.Unknown("The gateway did not say whether it sent the message."),
            _ => new SendOutcome.Refused(SendFailure.GatewayError, answer.Refusal.Text),
        };
    }

    /// <summary>
    /// Its root needs no key and returns the version; a list that matches no instance needs the key and contains no tokens.
    /// </summary>
    public async Task<GatewayHealth> Probe(CancellationToken cancellationToken)
    {
        var root = await _http.Ask("/", cancellationToken);
        // Evolution never refuses this one: whatever does is another server.
        if (root.Fault is EvolutionFault.Rejected or EvolutionFault.NoInstance or EvolutionFault.NameTaken)
            root = root with { Fault = EvolutionFault.Gibberish };
        var version = LenientJson.Text(root.Body, "version");
        if (root.Status is null)
            return new(Reachable: false, null, null, null, root.Refusal, root.Reason);
        if (root.Fault is not null and not EvolutionFault.NotActivated)
            return new(Reachable: true, null, null, version, root.Refusal, root.Reason);

        var keyed = await _http.Ask($"/instance/fetchInstances?instanceName={OfNobody}", cancellationToken);
        return keyed.Fault switch
        {
            null or EvolutionFault.NoInstance => new(Reachable: true, KeyAccepted: true, Activated: true, version, null),
            EvolutionFault.KeyRefused => new(Reachable: true, KeyAccepted: false, Activated: null, version, keyed.Refusal),
            EvolutionFault.NotActivated => new(Reachable: true, KeyAccepted: null, Activated: false, version, keyed.Refusal),
            _ => new(Reachable: true, null, null, version, keyed.Refusal, keyed.Reason),
        };
    }

    private async Task<SessionReport> OpenAgain(GatewaySession session, EvolutionSession seen, CancellationToken cancellationToken)
    {
        var hook = EvolutionHook.Draw(_random);
        if (!await _rows.BeginAgain(seen, hook.Hash, cancellationToken))
            return new SessionReport.Starting();
        var opened = await Open(session, hook, seen.WantsCode, cancellationToken);
        return opened.Refusal is { } refusal ? new SessionReport.Unavailable(refusal) : new SessionReport.Starting();
    }

    private async Task<Result<Done>> Open(GatewaySession session, EvolutionHook hook, bool wantsCode, CancellationToken cancellationToken)
    {
        try
        {
            return await _opener.Open(session, hook, wantsCode, cancellationToken);
        }
        finally
        {
            await _rows.Opened(session.InstanceName, hook.Hash, _clock.GetUtcNow(), CancellationToken.None);
        }
    }

    private async Task<(
        InstanceSnapshot? Snapshot, Refusal? Refusal)> ReadState(EvolutionSession known, CancellationToken cancellationToken)
    {
        var (answer, state) = await _states.Of(known.InstanceName, cancellationToken);
        return (answer.Fault, state) switch
        {
            (EvolutionFault.NoInstance, _) => (new InstanceSnapshot.Gone(), null),
            (not null, _) => (null, answer.Refusal),
            (_, "open") => await ReadOwner(known, cancellationToken),
            (_, "connecting") when known.WasOpen => (new InstanceSnapshot.Connecting(null, null), null),
            (_, "connecting") => await ReadOffer(known, cancellationToken),
            // Closed; or without a state, as while the server starts and while an instance is taken away.
            _ => (new InstanceSnapshot.Closed(known.EndCode
                ?? LenientJson.Number(await _states.Row(known.InstanceName, cancellationToken), "disconnectionReasonCode")), null),
        };
    }

    /// <summary>To be asked while it is connecting only: on a closed instance the same call opens a socket.</summary>
    private async Task<(
        InstanceSnapshot? Snapshot, Refusal? Refusal)> ReadOffer(EvolutionSession known, CancellationToken cancellationToken)
    {
        var offer = await _http.GetSlowly($"/instance/connect/{known.InstanceName}", cancellationToken);
        return offer.Fault switch
        {
            EvolutionFault.NoInstance => (new InstanceSnapshot.Gone(), null),
            not null => (null, offer.Refusal),
            // The instance connected between the two calls.
            null when LenientJson.Member(offer.Body, "instance").ValueKind == JsonValueKind.Object =>
                await ReadOwner(known, cancellationToken),
            null => (new InstanceSnapshot.Connecting(LenientJson.Text(offer.Body, "code"), LenientJson.Text(offer.Body, "pairingCode")),
                null),
        };
    }

    private async Task<(
        InstanceSnapshot? Snapshot, Refusal? Refusal)> ReadOwner(EvolutionSession known, CancellationToken cancellationToken)
    {
        if (known is { WasOpen: true, Owner: { } digits })
            return (new InstanceSnapshot.Open(PhoneNumber.FromStore(digits)), null);
        var jid = LenientJson.Text(await _states.Row(known.InstanceName, cancellationToken), "ownerJid");
        return (new InstanceSnapshot.Open(Jid.Phone(jid) ?? (known.Owner is { } owner ? PhoneNumber.FromStore(owner) : null)), null);
    }

    private async Task<Result<Done>> Ended(string name, Func<string?, bool> isOver, CancellationToken cancellationToken)
    {
        if (!await _states.Come(name, state =>
            state.Answer.Fault == EvolutionFault.NoInstance || (state.Answer.Fault is null && isOver(state.State)), cancellationToken))
            return new GatewayError("It says that the session has ended, and it has not");
        await _rows.Delete(name, cancellationToken);
        return default(Done);
    }
}
