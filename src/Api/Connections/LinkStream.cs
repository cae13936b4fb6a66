using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.RateLimiting;
using PilotPairing.Application.Access;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Infrastructure.Qr;
using PilotPairing.Infrastructure.Wire;

namespace PilotPairing.Api.Connections;

/// <summary>
/// A link's state as server-sent events. Every connection begins with the whole state, so that a browser which lost some needs no history;
/// it starts no pairing and ends with the link, or when the server is about to: the browser reconnects to a node that is running then.
/// </summary>
internal static class LinkStream
{
    private const string Over = "{\"phase\":\"expired\"}";

    public static async Task Follow(
        string token, HttpContext context, IPairingStateCache states, ITenantDirectory tenants, DeviceLinks deviceLinks,
        IAttemptPass passes, RateLimits limits, IHostApplicationLifetime server, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (PairingToken.Parse(token) is not { } parsed || await states.Find(parsed.Hash(), cancellationToken) is not { } first
            || !IsShown(first, clock.GetUtcNow()))
        {
            await RefusalResult.Write(context, new LinkNotFound());
            return;
        }

        using var place = limits.Streams.AttemptAcquire(parsed.Hash());
        if (!place.IsAcquired)
        {
            await RefusalResult.Write(context, new RateLimited(TimeSpan.FromSeconds(5)));
            return;
        }

        var stream = new EventStream(context.Response, clock);
        await stream.Begin(cancellationToken);
        if (HeadAsGet.Is(context))
            return;
        PairingSnapshot? sent = null;
        using var end = new CancellationTokenSource(Remaining(first.Link, clock), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, server.ApplicationStopping, cancellationToken);
        try
        {
            await foreach (var view in stream.WithHeartbeat(states.Follow(parsed.Hash(), either.Token), either.Token))
            {
                var now = clock.GetUtcNow();
                var snapshot = await Snapshot(view, tenants, deviceLinks, passes, AttemptHeader.Of(context.Request), now,
                    cancellationToken);
                foreach (var (name, data) in sent is null ? Beginning(snapshot, view.Link) : Changes(sent, snapshot))
                    await stream.Send(name, StreamJson.Write(data with { Now = now }), either.Token);
                sent = snapshot;
                // The owner may have moved the link's end.
                end.CancelAfter(Remaining(view.Link, clock));
                if (snapshot.Phase is PairingPhase.Connected or PairingPhase.Expired)
                {
                    if (snapshot.Phase == PairingPhase.Connected && view.Link.Status != LinkStatus.Used)
                        continue;
                    return;
                }
            }

            // The token leads nowhere any more: the link has another.
            await stream.Send("expired", Over, cancellationToken);
        }
        catch (OperationCanceledException) when (server.ApplicationStopping.IsCancellationRequested)
        {
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await stream.Send("expired", Over, cancellationToken);
        }
    }

    private static TimeSpan Remaining(PairingLink link, TimeProvider clock)
    {
        var left = link.ExpiresAt - clock.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.FromDays(1);
    }

    private static bool IsShown(LinkView view, DateTimeOffset now) =>
        view.Link.StatusAt(now) == LinkStatus.Active || view.ShowsReceiptAt(now);

    private static async Task<PairingSnapshot> Snapshot(
        LinkView view, ITenantDirectory tenants, DeviceLinks deviceLinks, IAttemptPass passes, string? pass, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var (link, pairing) = (view.Link, view.Pairing);
        var phase = view.PhaseAt(now);
        // Two reads may straddle the moment of success; what was there to scan is over then.
        var artifacts = phase is PairingPhase.Connected or PairingPhase.Expired ? Artifacts.None : view.Artifacts;
        var paired = phase == PairingPhase.Connected && link.Number is not null && passes.Opens(link.Id, pass);
        var qr = artifacts.Qr is { } last && last.ExpiresAt > now ? last : null;
        return new()
        {
            State = phase == PairingPhase.Connected ? InstanceState.Open : pairing?.State ?? InstanceState.Close,
            Phase = phase,
            IsFullyConnected = phase == PairingPhase.Connected,
            Sequence = pairing?.Sequence,
            QrcodeBase64 = qr is null ? null : QrImages.PngDataUri(qr.Payload),
            DeviceLinkUrl = await deviceLinks.Of(link, qr, cancellationToken),
            PairingCode = artifacts.Code is { } code && code.ExpiresAt > now ? code.Code.Written : null,
            ArtifactExpiresAt = artifacts.Qr?.ExpiresAt,
            PairingCodeExpiresAt = artifacts.Code?.ExpiresAt,
            CoolingUntil = phase == PairingPhase.CoolingDown ? pairing?.CoolingUntil : null,
            CoolingMethod = phase == PairingPhase.CoolingDown ? pairing?.Cooled : null,
            ExpiresAt = link.ExpiresAt,
            NumberId = paired ? link.Number!.Value.ToString() : null,
            RedirectUrl = paired
                ? RedirectUrl.Success(link, (await tenants.BrandingOf(link.Tenant, cancellationToken)).DefaultRedirectUrl,
                    link.Number!.Value) : null,
        };
    }

    /// <summary>A client that connects after the success gets it as an event, too.</summary>
    private static IEnumerable<(string Name, PairingSnapshot Data)> Beginning(PairingSnapshot snapshot, PairingLink link) =>
        link.Status == LinkStatus.Used && snapshot.Phase == PairingPhase.Connected
            ? [("snapshot", snapshot), ("connected", snapshot)] : [("snapshot", snapshot)];

    private static IEnumerable<(string Name, PairingSnapshot Data)> Changes(PairingSnapshot sent, PairingSnapshot now)
    {
        if (now.QrcodeBase64 is not null && now.QrcodeBase64 != sent.QrcodeBase64)
            yield return ("qr", new()
            {
                Sequence = now.Sequence,
                QrcodeBase64 = now.QrcodeBase64,
                DeviceLinkUrl = now.DeviceLinkUrl,
                ArtifactExpiresAt = now.ArtifactExpiresAt
            });
        if (now.PairingCode is not null && now.PairingCode != sent.PairingCode)
            yield return ("code",
                new() { Sequence = now.Sequence, PairingCode = now.PairingCode, PairingCodeExpiresAt = now.PairingCodeExpiresAt });
        if (now.Phase == sent.Phase && now.State == sent.State && now.ExpiresAt == sent.ExpiresAt && now.CoolingUntil == sent.CoolingUntil
            && now.CoolingMethod == sent.CoolingMethod)
            yield break;
        yield return now.Phase switch
        {
            PairingPhase.Connected => ("connected", now),
            PairingPhase.Expired => ("expired", new() { Phase = now.Phase }),
            _ => ("phase", new()
            {
                Phase = now.Phase,
                State = now.State,
                IsFullyConnected = now.IsFullyConnected,
                CoolingUntil = now.CoolingUntil,
                CoolingMethod = now.CoolingMethod,
                ExpiresAt = now.ExpiresAt
            }),
        };
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(StateJsonConverter), typeof(PhaseJsonConverter), typeof(MethodJsonConverter), typeof(InstantJsonConverter)])]
[JsonSerializable(typeof(PairingSnapshot))]
internal sealed partial class StreamJson : JsonSerializerContext
{
    public static string Write(PairingSnapshot snapshot) => JsonSerializer.Serialize(snapshot, Text.Snapshot);

    // Not in the context class: static members of a partial class are initialized in no defined order.
    private static class Text
    {
        public static readonly JsonTypeInfo<PairingSnapshot> Snapshot =
            (JsonTypeInfo<PairingSnapshot>)new JsonSerializerOptions(Default.Options) { Encoder = ReadableJson.Encoder }.GetTypeInfo(
                typeof(PairingSnapshot));
    }
}
