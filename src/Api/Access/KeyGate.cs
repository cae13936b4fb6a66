using System.Net;
using Microsoft.Extensions.Options;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.Operating;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Access;

/// <summary>Runs before anything of the request is read, so that a stranger learns nothing but 401.</summary>
internal sealed class KeyGate(RequestDelegate next, IKeyRing keys, IOptions<AccessOptions> options)
{
    private const string Header = "x-api-key";
    private const string IdHeader = "x-api-key-id";
    private readonly IPNetwork[] _idNetworks = [.. options.Value.KeyIdAllowedNetworks.Select(IPNetwork.Parse)];

    public async Task Invoke(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<NeedsKey>() is null)
        {
            await next(context);
            return;
        }

        if (await Find(context) is { } caller)
            context.Features.Set(caller);
        else if (!IsOperators(context))
        {
            await RefusalResult.Write(context, new Unauthorized());
            return;
        }

        await next(context);
    }

    /// <summary>Where an operator's session opens the route, too; a request that sends a key is judged by that key alone.</summary>
    private static bool IsOperators(HttpContext context) =>
        context.GetEndpoint()!.Metadata.GetMetadata<OpsSessionToo>() is not null && !context.Request.Headers.ContainsKey(Header)
            && !context.Request.Headers.ContainsKey(IdHeader)
        && OpsSession.Of(context) is not null;

    /// <summary>With both headers the key alone decides, whatever the id would have opened.</summary>
    private async ValueTask<Caller?> Find(HttpContext context)
    {
        if (context.Request.Headers.TryGetValue(Header, out var sent))
        {
            return sent.ToString() is var key && key.StartsWith(RawKey.LivePrefix, StringComparison.Ordinal)
                ? await keys.Find(new(key), context.RequestAborted)
                : null;
        }

        if (context.GetEndpoint()?.Metadata.GetMetadata<AnswersSecret>() is not null
            || !WireId.TryParse(KeyId.Prefix, context.Request.Headers[IdHeader].ToString(), out var id)
            || await keys.FindNamed(new(id), context.RequestAborted) is not { } caller)
            return null;
        return caller.Mode == TenantMode.Test || ComesFromIdNetwork(context.Connection.RemoteIpAddress) ? caller : null;
    }

    private bool ComesFromIdNetwork(IPAddress? address)
    {
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain is not null && _idNetworks.Any(network => network.Contains(plain));
    }
}

/// <summary>The caller of a keyed route, as a handler's parameter.</summary>
internal sealed record Keyed(Caller Caller)
{
    public static ValueTask<Keyed> BindAsync(HttpContext context) =>
        ValueTask.FromResult(
            new Keyed(context.Features.Get<Caller>() ?? throw new InvalidOperationException("The route does not ask for a key")));
}
