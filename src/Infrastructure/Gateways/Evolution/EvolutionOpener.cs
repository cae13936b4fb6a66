using System.Text.Json;
using PilotPairing.Application.Gateways;
using PilotPairing.Domain;
using PilotPairing.Domain.Gateways;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Gateways.Evolution;

/// <summary>
/// Opens an instance's socket. Every opening creates the instance anew: only the call that opens a socket can be given the number that a
/// pairing code needs, and an instance that was logged out often offers nothing any more.
/// </summary>
internal sealed class EvolutionOpener(
    EvolutionHttp http, EvolutionStates states, string callbackUrl, Envelopes envelopes, TimeProvider clock)
{
    public async Task<Result<Done>> Open(GatewaySession session, EvolutionHook hook, bool wantsCode, CancellationToken cancellationToken) =>
        await Recreate(session.InstanceName, hook, cancellationToken) is { } refusal
            ? refusal : await Connect(session, wantsCode, cancellationToken);

    private async Task<Refusal?> Recreate(string name, EvolutionHook hook, CancellationToken cancellationToken)
    {
        var deleted = await http.Delete($"/instance/delete/{name}", cancellationToken);
        if (deleted.Fault is not null and not EvolutionFault.NoInstance)
            return deleted.Refusal;
        if (!await states.Come(name, state => state.Answer.Fault == EvolutionFault.NoInstance, cancellationToken))
            return new GatewayError("It does not take the last session away");

        var instance = JsonSerializer.SerializeToUtf8Bytes(
            new(name, CreateInstance.Baileys, Qrcode: false, hook.For(callbackUrl, envelopes)),
            EvolutionJsonContext.Default.CreateInstance);
        var created = await http.Post("/instance/create", instance, cancellationToken);
        return created.Fault is null ? null : created.Refusal;
    }

    private async Task<Result<Done>> Connect(GatewaySession session, bool wantsCode, CancellationToken cancellationToken)
    {
        var number = wantsCode ? $"?number={session.Phone.Digits}" : "";
        using var untilOffered = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var opening = http.GetSlowly($"/instance/connect/{session.InstanceName}{number}", untilOffered.Token);
        while (await Task.WhenAny(opening, Task.Delay(EvolutionStates.BetweenChecks, clock, untilOffered.Token)) != opening)
        {
            if (!await Offers(session.InstanceName, cancellationToken))
                continue;
            // The socket stays open after the caller that asked for it has left.
            await untilOffered.CancelAsync();
            await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return default(Done);
        }

        var answer = await opening;
        return answer.Fault is null ? default(Done) : answer.Refusal;
    }

    /// <summary>
    /// The call that opens the socket answers after a fixed two seconds; one beside it answers at once, with the QR code as soon as there
    /// is one.
    /// </summary>
    private async Task<bool> Offers(string name, CancellationToken cancellationToken)
    {
        if ((await states.Of(name, cancellationToken)).State != "connecting")
            return false;
        var offer = await http.Get($"/instance/connect/{name}", cancellationToken);
        return offer.Fault is null && LenientJson.Text(offer.Body, "code") is not null;
    }
}
