using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace PilotPairing.Testing;

/// <summary>
/// An OpenID Connect provider on loopback: discovery, keys, authorization, tokens, sign-out. It checks what a client sends as a real one
/// does, and can be told to send what is wrong.
/// </summary>
public sealed class StubIdentityProvider : IAsyncDisposable
{
    public const string ClientId = "pilotpairing";
    public const string ClientSecret = "the client's secret";
    private const string KeyId = "key-1";

    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _otherKey = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, Request> _codes = new();
    private LoopbackServer _server = null!;
    private bool _isStopped;
    private int _requests;

    /// <summary>Also the URL.</summary>
    public string Issuer { get; private set; } = "";

    /// <summary>Who is signed in at the provider.</summary>
    public Dictionary<string, object> Person { get; } = new() { ["sub"] = "248289761001", ["preferred_username"] = "maria@example.com" };

    /// <summary>Changes the ID token's claims last.</summary>
    public Action<Dictionary<string, object>> Tamper { get; set; } = _ => { };

    /// <summary>Signs with a key that the provider does not publish.</summary>
    public bool SignsWithOtherKey { get; set; }

    /// <summary>Sends the token without a signature.</summary>
    public bool SignsNothing { get; set; }

    /// <summary>An error instead of a code, as when the person declines.</summary>
    public string? Refuses { get; set; }

    /// <summary>Answers requests for tokens instead of the provider.</summary>
    public RequestDelegate? Token { get; set; }

    /// <summary>Why the provider refused requests for tokens.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    public static async Task<StubIdentityProvider> Start()
    {
        var provider = new StubIdentityProvider();
        provider._server = await LoopbackServer.Start(provider.Answer);
        provider.Issuer = provider._server.Url;
        return provider;
    }

    /// <summary>Nobody answers there any more.</summary>
    public ValueTask Stop()
    {
        _isStopped = true;
        return _server.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
            await Stop();
        _key.Dispose();
        _otherKey.Dispose();
    }

    private Task Answer(HttpContext context) => context.Request.Path.Value switch
    {
        "/.well-known/openid-configuration" => context.Response.WriteAsJsonAsync(new Dictionary<string, object>
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = Issuer + "/authorize",
            ["token_endpoint"] = Issuer + "/token",
            ["jwks_uri"] = Issuer + "/keys",
            ["end_session_endpoint"] = Issuer + "/end",
            ["response_types_supported"] = (string[])["code"],
            ["subject_types_supported"] = (string[])["public"],
            ["id_token_signing_alg_values_supported"] = (string[])["RS256"],
        }),
        "/keys" => Keys(context),
        "/authorize" => Authorize(context),
        "/token" => Token is { } token ? token(context) : Redeem(context),
        "/end" => context.Response.WriteAsync("signed out at the provider"),
        _ => NotFound(context),
    };

    private Task Keys(HttpContext context)
    {
        var key = _key.ExportParameters(false);
        return context.Response.WriteAsJsonAsync(new Dictionary<string, object>
        {
            ["keys"] = new[]
            {
                new Dictionary<string, string>
                {
                    ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = KeyId,
                    ["n"] = Base64Url.EncodeToString(key.Modulus), ["e"] = Base64Url.EncodeToString(key.Exponent),
                },
            },
        });
    }

    private Task Authorize(HttpContext context)
    {
        var query = context.Request.Query;
        var back = new Dictionary<string, string?> { ["state"] = query["state"] };
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256"
            || !query["scope"].ToString().Split(' ').Contains("openid"))
            back["error"] = "invalid_request";
        else if (Refuses is not null)
            back["error"] = Refuses;
        else
            _codes[back["code"] = "code-" + Interlocked.Increment(ref _requests)] =
                new(query["nonce"].ToString(), query["code_challenge"].ToString(), query["redirect_uri"].ToString());
        context.Response.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"].ToString(), back));
        return Task.CompletedTask;
    }

    private async Task Redeem(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var known = _codes.TryRemove(form["code"].ToString(), out var request);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        var complaint = !known ? "unknown code"
            : form["grant_type"] != "authorization_code" ? "grant_type"
            : form["client_id"] != ClientId || form["client_secret"] != ClientSecret ? "client"
            : form["redirect_uri"] != request!.RedirectUri ? "redirect_uri"
            : challenge != request.Challenge ? "code_verifier" : null;
        if (complaint is not null)
        {
            Complaints.Enqueue(complaint);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsJsonAsync(new Dictionary<string, string> { ["error"] = "invalid_grant" });
            return;
        }

        await context.Response.WriteAsJsonAsync(new Dictionary<string, object>
        {
            ["access_token"] = "an access token",
            ["token_type"] = "Bearer",
            ["expires_in"] = 300,
            ["id_token"] = IdToken(request!),
        });
    }

    private string IdToken(Request request)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>(Person)
        {
            ["iss"] = Issuer,
            ["aud"] = ClientId,
            ["nonce"] = request.Nonce,
            ["iat"] = now,
            ["exp"] = now + 300,
        };
        Tamper(claims);
        var header = new Dictionary<string, string> { ["alg"] = SignsNothing ? "none" : "RS256", ["kid"] = KeyId, ["typ"] = "JWT" };
        var signed = string.Create(CultureInfo.InvariantCulture, $"{Part(header)}.{Part(claims)}");
        var signature = SignsNothing ? [] : (SignsWithOtherKey ? _otherKey : _key)
            .SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part<T>(T part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private sealed record Request(string Nonce, string Challenge, string RedirectUri);
}
