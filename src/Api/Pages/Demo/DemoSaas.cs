using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using MediatR;
using PilotPairing.Api.Middleware;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Links;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Api.Pages.Demo;

/// <summary>
/// The backend of a pretend SaaS. It alone holds the key; browsers get links. There is one only where <c>Demo:TenantKey</c> names a key of
/// a test-mode tenant, which a start with nothing configured does by itself.
/// </summary>
internal sealed class DemoSaas(
    IConfiguration configuration, IPublicAddress address, RandomNumberGenerator random, TimeProvider clock) : IDisposable
{
    public const string Setting = "Demo:TenantKey";
    private const int Remembered = 500;
    private readonly ConcurrentQueue<DemoEvent> _received = new();
    private readonly SemaphoreSlim _subscribing = new(1);
    private RawKey _key = new(configuration[Setting] ?? "");
    private WebhookSecret? _secret;
    private int _count;

    private string Hook => address.PublicUrl + "/demo/hook";

    public void Use(RawKey key) => _key = key;

    /// <summary>Null where there is no demo: no key, a revoked one, or that of a live tenant.</summary>
    public async Task<Caller?> Tenant(IKeyRing keys, CancellationToken cancellationToken) =>
        await keys.Find(_key, cancellationToken) is { Mode: TenantMode.Test } caller ? caller : null;

    /// <summary>What a SaaS does when its customer presses the button.</summary>
    /// <param name="origin">Where the customer's browser will show the page.</param>
    public async Task<Result<DemoLink>> NewLink(Caller tenant, string origin, IMediator mediator, CancellationToken cancellationToken)
    {
        var isSubscribed = await Secret(tenant, mediator, cancellationToken) is not null;
        var made = await mediator.Send(
            new CreatePairingLink(tenant)
            {
                Name = DisplayName.Parse("Aurora Desk reception"),
                Number = PhoneNumber.Parse("+55119" + DrawDigits()),
                ExternalRef = "demo",
                Branding = new() { CompanyName = "Aurora Desk", PrimaryColor = "#4338ca", HidePilotStatusBranding = true },
                AllowedOrigins = WebAddress.Origin(origin) is { } own ? [own] : null,
            },
            cancellationToken);
        return made.Match<Result<DemoLink>>(link => new DemoLink(link.Token.Value, link.Instance!.Id.ToString(), isSubscribed), refusal =>
            refusal);
    }

    /// <summary>
    /// A correct receiver: it verifies the signature over the bytes, drops what does not match, and ignores a repeated delivery.
    /// </summary>
    public async Task<SignatureVerdict> Receive(
        Caller tenant, HttpRequest delivery, IMediator mediator, CancellationToken cancellationToken)
    {
        if (await BodyLimit.Read(delivery, BodyLimit.UsualBytes, cancellationToken) is not { } read)
            return SignatureVerdict.NoMatch;
        var body = read.ToArray();
        if (await Secret(tenant, mediator, cancellationToken) is not { } secret)
            return SignatureVerdict.NoMatch;
        var verdict = WebhookSignature.Verify(delivery.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())),
            body, secret, clock.GetUtcNow());
        if (verdict == SignatureVerdict.Valid)
            Remember(JsonDocument.Parse(body).RootElement);
        return verdict;
    }

    public IReadOnlyList<DemoEvent> Received(string number, int after) =>
        [.. _received.Where(received => received.Id > after && received.NumberId == number)];

    public void Dispose() => _subscribing.Dispose();

    private void Remember(JsonElement body)
    {
        var data = body.GetProperty("data");
        if (_received.Any(known => known.Data.GetProperty("id").ValueEquals(data.GetProperty("id").GetString())))
            return;
        var number = data.TryGetProperty("numberId", out var named) ? named.GetString() : null;
        _received.Enqueue(new(Interlocked.Increment(ref _count), number, body.GetProperty("event").GetString()!, data));
        while (_received.Count > Remembered)
            _received.TryDequeue(out _);
    }

    /// <summary>Null where webhooks to this address are not allowed; the demo then goes without.</summary>
    private async Task<WebhookSecret?> Secret(Caller tenant, IMediator mediator, CancellationToken cancellationToken)
    {
        if (_secret is not null)
            return _secret;
        await _subscribing.WaitAsync(cancellationToken);
        try
        {
            return _secret ??= await Subscribe(tenant, mediator, cancellationToken);
        }
        finally
        {
            _subscribing.Release();
        }
    }

    private async Task<WebhookSecret?> Subscribe(Caller tenant, IMediator mediator, CancellationToken cancellationToken)
    {
        var known = (await mediator.Send(new ListEndpoints(tenant, new(200, null)), cancellationToken))
            .Value.Items.FirstOrDefault(endpoint => endpoint.Url == Hook && endpoint.Active);
        if (known is null)
        {
            var registered = await mediator.Send(
                new RegisterEndpoint(tenant) { Url = Hook, Name = "Demo page", Events = ["*"], WholeTenant = true }, cancellationToken);
            if (registered.Refusal is not null)
                return null;
            known = registered.Value;
        }

        return (await mediator.Send(new ReadEndpointSecret(tenant, known.Id), cancellationToken)).Value.Secret;
    }

    private string DrawDigits()
    {
        Span<byte> bytes = stackalloc byte[4];
        random.GetBytes(bytes);
        return (BitConverter.ToUInt32(bytes) % 100_000_000).ToString("00000000", CultureInfo.InvariantCulture);
    }
}

/// <param name="Webhooks">Whether the demo receives webhooks.</param>
internal sealed record DemoLink(string Token, string NumberId, bool Webhooks)
{
    public override string ToString() => "[demo link]";
}

internal sealed record DemoEvent(int Id, string? NumberId, string Event, JsonElement Data);
