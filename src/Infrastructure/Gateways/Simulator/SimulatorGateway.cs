using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using PilotPairing.Application;
using PilotPairing.Application.Gateways;
using PilotPairing.Application.TestMode;
using PilotPairing.Domain;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Gateways;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.TestMode;
using PilotPairing.Infrastructure.Messaging;

namespace PilotPairing.Infrastructure.Gateways.Simulator;

/// <summary>The gateway of test-mode tenants: a WhatsApp in our own tables, driven by tests and simulated phones.</summary>
internal sealed partial class SimulatorGateway(
    SimulatorRepository rows, IPublicAddress address, IOptions<SendingOptions> sending, RandomNumberGenerator random, TimeProvider clock)
    : IWhatsAppGateway, ISimulator
{
    private const string NotOnWhatsApp = "0000";
    private const string LosesTheAnswer = "0001";
    private const string AnswersLate = "0002";
    private static readonly TimeSpan CoolDown = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Flap = TimeSpan.FromSeconds(5);

    public string? DeviceName => "Chrome (simulated)";

    private string PhonePages => address.PublicUrl + "/simulator/phone";

    public async Task<Result<Done>> StartPairing(GatewaySession session, PairingMethod? method, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var current = await Session(session, cancellationToken);
        if (current.GatewayDown)
            return new GatewayUnavailable();
        if (current.Status == SimulatedStatus.Limited && current.Until > now)
            return new PairingCooldown(current.Until.Value, current.Until.Value - now);
        if (current.IsConnected || current.Status == SimulatedStatus.NoQr)
            return default(Done);

        await rows.Save(current with
        {
            Status = SimulatedStatus.Pairing,
            OffersCode = method != PairingMethod.Qr,
            OfferedAt = now,
            LinkedPhone = null,
            Until = null
        }, cancellationToken);
        return default(Done);
    }

    public async Task<SessionReport> GetState(GatewaySession session, CancellationToken cancellationToken)
    {
        var current = await rows.Find(session.InstanceName, cancellationToken);
        if (current is null)
            return new SessionReport.Idle();
        if (current.GatewayDown)
            return new SessionReport.Unavailable(new GatewayUnavailable());
        if (current.Status == SimulatedStatus.Linking)
            await rows.Move(session.InstanceName, SimulatedStatus.Linking, SimulatedStatus.Connected, cancellationToken);
        return current.At(clock.GetUtcNow(), PhonePages);
    }

    public async Task<Result<Done>> Logout(GatewaySession session, CancellationToken cancellationToken)
    {
        if (await rows.Find(session.InstanceName, cancellationToken) is not { } current)
            return default(Done);
        if (current.GatewayDown)
            return new GatewayUnavailable();
        await rows.LogOut(session.InstanceName, cancellationToken);
        return default(Done);
    }

    public async Task<Result<Done>> Delete(GatewaySession session, CancellationToken cancellationToken)
    {
        if (await rows.Find(session.InstanceName, cancellationToken) is { GatewayDown: true })
            return new GatewayUnavailable();
        await rows.Delete(session.InstanceName, cancellationToken);
        return default(Done);
    }

    public async Task<SendOutcome> SendText(GatewaySession session, PhoneNumber recipient, string text, CancellationToken cancellationToken)
    {
        var current = await rows.Find(session.InstanceName, cancellationToken);
        if (current is { GatewayDown: true })
            return new SendOutcome.Refused(SendFailure.GatewayError, new GatewayUnavailable().Text);
        if (current is not { IsConnected: true })
            return new SendOutcome.Refused(SendFailure.SenderNotConnected, "The simulated number is not connected.");
        if (recipient.Digits.EndsWith(NotOnWhatsApp, StringComparison.Ordinal))
            return new SendOutcome.Refused(SendFailure.RecipientNotOnWhatsApp,
                $"Simulated numbers that end in {NotOnWhatsApp} are not on WhatsApp.");

        await rows.Keep(Guid.CreateVersion7(clock.GetUtcNow()), session.InstanceName, recipient.Digits,
            Secret().Replace(text, PairingToken.Prefix + "…"), clock.GetUtcNow(), cancellationToken);
        if (recipient.Digits.EndsWith(LosesTheAnswer, StringComparison.Ordinal))
            return new SendOutcome.Unknown($"The simulator answers nothing about messages to numbers that end in {LosesTheAnswer}.");
        if (recipient.Digits.EndsWith(AnswersLate, StringComparison.Ordinal))
            await Task.Delay(sending.Value.AnswerWithin + Lateness, clock, cancellationToken);
        return new SendOutcome.Accepted(Draw());
    }

    public Task<IReadOnlyList<SimulatedMessage>> Received(PhoneNumber phone, CancellationToken cancellationToken) =>
        rows.Received(phone.Digits, cancellationToken);

    public Task<GatewayHealth> Probe(CancellationToken cancellationToken) =>
        Task.FromResult(new GatewayHealth(Reachable: true, KeyAccepted: true, Activated: true, Version: null, Failure: null));

    /// <param name="reference">What stands behind the address in a QR code: the session's secret and when the code was first shown.</param>
    public async Task<ScannedQr?> Read(string reference, CancellationToken cancellationToken)
    {
        var secret = reference.Split('.')[0];
        if (await rows.FindBySecret(secret, cancellationToken) is not { } session
            || NumberId.FromInstanceName(session.InstanceName) is not { } number)
            return null;
        var offer = session.GatewayDown ? null : session.OfferAt(clock.GetUtcNow(), PhonePages);
        return new(number, offer?.Qr?.Payload == $"{PhonePages}/{reference}");
    }

    public async Task<Result<Done>> Play(
        GatewaySession session, SimulatedEvent happened, PhoneNumber phone, string? code, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var current = await Session(session, cancellationToken);
        var offer = current.GatewayDown ? null : current.OfferAt(now, PhonePages);
        if (happened is SimulatedEvent.Scan or SimulatedEvent.WrongNumber or SimulatedEvent.Confirming or SimulatedEvent.Passkey or SimulatedEvent.EnterCode && offer is null)
            return new NothingToScan();
        if (happened is SimulatedEvent.Disconnect or SimulatedEvent.Logout or SimulatedEvent.Ban && !current.IsConnected)
            return new NothingToScan();
        if (happened == SimulatedEvent.EnterCode
            && offer!.Code?.Code.Characters != code?.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant())
            return offer.Code is null ? new NothingToScan() : new CodeRejected();

        await rows.Save(
            happened switch
            {
                SimulatedEvent.Scan or SimulatedEvent.EnterCode or SimulatedEvent.WrongNumber =>
                    current with { Status = SimulatedStatus.Linking, LinkedPhone = phone.Digits },
                SimulatedEvent.Confirming => current with { Status = SimulatedStatus.Confirming, LinkedPhone = phone.Digits },
                SimulatedEvent.Passkey => current with { Status = SimulatedStatus.Passkey },
                SimulatedEvent.QrExhausted or SimulatedEvent.NoQr or SimulatedEvent.RateLimited when current.IsConnected => current,
                SimulatedEvent.QrExhausted => current with { Status = SimulatedStatus.Exhausted },
                SimulatedEvent.NoQr => current with { Status = SimulatedStatus.NoQr },
                SimulatedEvent.RateLimited => current with { Status = SimulatedStatus.Limited, Until = now + CoolDown },
                SimulatedEvent.GatewayDown => current with { GatewayDown = true },
                SimulatedEvent.GatewayUp =>
                    current with { GatewayDown = false, Status = current.IsConnected ? current.Status : SimulatedStatus.Idle },
                SimulatedEvent.Disconnect => current with { Status = SimulatedStatus.Reconnecting, Until = now + Flap },
                SimulatedEvent.Logout => current with { Status = SimulatedStatus.LoggedOut },
                SimulatedEvent.Ban => current with { Status = SimulatedStatus.Banned },
            },
            cancellationToken);
        return default(Done);
    }

    private async Task<SimulatedSession> Session(GatewaySession session, CancellationToken cancellationToken) =>
        await rows.Find(session.InstanceName, cancellationToken)
            ?? new(session.InstanceName, Draw(), SimulatedStatus.Idle, false, null, null, null, false);

    private string Draw()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.GetBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    [GeneratedRegex("rp_[A-Za-z0-9_-]{43}")]
    private static partial Regex Secret();
}
