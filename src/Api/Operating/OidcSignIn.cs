using System.Security.Claims;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using PilotPairing.Api.Errors;
using PilotPairing.Application;
using PilotPairing.Application.Operating;
using PilotPairing.Domain;
using PilotPairing.Domain.Operating;
using PilotPairing.Infrastructure.Operating;

namespace PilotPairing.Api.Operating;

/// <summary>
/// Sign-in by an OpenID Connect provider: the code flow with PKCE, by Microsoft's handler. What it answers becomes a session like that of
/// a password; no token is kept.
/// </summary>
internal static partial class OidcSignIn
{
    public const string Scheme = "oidc";

    /// <summary>Leads to the provider.</summary>
    public const string Start = OpsModule.SignInPath + "/provider";

    /// <summary>Where the provider sends people back to: what is registered there.</summary>
    public const string Callback = OpsModule.SignInPath + "/oidc";

    /// <summary>Leads to the provider's own sign-out.</summary>
    public const string End = OpsModule.Path + "/sign-out/provider";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static void AddOidc(this AuthenticationBuilder authentication, IConfiguration configuration)
    {
        if (configuration[OidcOptions.Section + ":" + nameof(OidcOptions.Authority)] is null or "")
            return;
        authentication.AddOpenIdConnect(Scheme, null, _ => { });
        authentication.Services.AddOptions<OpenIdConnectOptions>(Scheme).Configure<IOptions<OidcOptions>, OpsCookies, IServiceProvider>(
            (oidc, settings, cookies, services) => Configure(oidc, settings.Value, cookies, services));
    }

    public static void MapOidc(this WebApplication app)
    {
        if (OidcOptions.Configured(app.Services.GetRequiredService<IOptions<OidcOptions>>()) is null)
            return;
        app.MapGet(Start, Begin).AllowAnonymous().ExcludeFromDescription();
        app.MapGet(End, SignOut).AllowAnonymous().ExcludeFromDescription();
    }

    private static void Configure(OpenIdConnectOptions oidc, OidcOptions settings, OpsCookies cookies, IServiceProvider services)
    {
        (oidc.Authority, oidc.ClientId, oidc.ClientSecret) = (settings.Authority, settings.ClientId, settings.ClientSecret);
        oidc.RequireHttpsMetadata = settings.Authority!.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        (oidc.ResponseType, oidc.ResponseMode, oidc.UsePkce) = ("code", "query", true);
        (oidc.MapInboundClaims, oidc.SaveTokens, oidc.DisableTelemetry) = (false, false, true);
        oidc.Scope.Clear();
        foreach (var scope in (string[])["openid", "profile", "email", .. settings.Scopes])
            oidc.Scope.Add(scope);
        oidc.SignInScheme = OpsSession.Scheme;
        oidc.CallbackPath = Callback;
        (oidc.SignedOutCallbackPath, oidc.RemoteSignOutPath) = (default, default);
        (oidc.BackchannelHttpHandler, oidc.BackchannelTimeout) = (OidcBackchannel.Handler(services), Timeout);
        oidc.CorrelationCookie = new WayBackCookie(cookies) { Name = "pilotpairing-oidc-state." };
        oidc.NonceCookie = new WayBackCookie(cookies) { Name = "pilotpairing-oidc-nonce." };
        var address = services.GetRequiredService<IPublicAddress>();
        oidc.Events = new()
        {
            OnRedirectToIdentityProvider = redirect =>
            {
                redirect.ProtocolMessage.RedirectUri = address.PublicUrl + Callback;
                return Task.CompletedTask;
            },
            OnTokenValidated = RequireSignature,
            OnTicketReceived = received => SignIn(received, settings),
            OnAccessDenied = denied => Refuse(denied, new ProviderSignInRefused()),
            OnRemoteFailure = Fail,
        };
    }

    private static async Task<IResult> Begin(HttpContext context, string? returnUrl, ILoggerFactory log)
    {
        try
        {
            await context.ChallengeAsync(Scheme, new() { RedirectUri = OpsReturn.Of(returnUrl) });
            return Results.Empty;
        }
        catch (Exception exception) when (IsAway(exception))
        {
            Log.Away(log.CreateLogger(typeof(OidcSignIn)), exception);
            return new RefusalResult(new ProviderUnavailable());
        }
    }

    /// <summary>The handler takes a token without a signature where it fetched the token itself, which the standard allows.</summary>
    private static Task RequireSignature(TokenValidatedContext validated)
    {
        if (validated.SecurityToken.RawSignature.Length == 0)
            validated.Fail("The ID token has no signature.");
        return Task.CompletedTask;
    }

    private static async Task SignIn(TicketReceivedContext received, OidcOptions settings)
    {
        var (context, user) = (received.HttpContext, received.Principal!);
        var identity = new ProviderIdentity(
            user.FindFirstValue("sub") ?? "", user.FindFirstValue(settings.NameClaim),
            [.. user.FindAll(settings.RoleClaim).Select(claim => claim.Value)]);
        var services = context.RequestServices;
        var outcome = await services.GetRequiredService<IMediator>().Send(
            new SignInWithProvider(identity, OpsSession.AddressOf(context)), context.RequestAborted);
        if (outcome.Refusal is { } refusal)
        {
            await Refuse(received, refusal);
            return;
        }

        var stamp = services.GetRequiredService<IOperators>().StampOf(outcome.Value.Operator.Name)!;
        await context.SignInAsync(OpsSession.Scheme, OpsSession.Principal(outcome.Value, stamp), new() { IsPersistent = false });
        // By a page of ours: the browser does not send the session's strict cookie while it follows the provider's redirect.
        context.Response.Redirect(QueryHelpers.AddQueryString(OpsModule.SignInPath, new Dictionary<string, string?>
        {
            ["returnUrl"] = received.ReturnUri,
            ["signedIn"] = "true",
        }));
        received.HandleResponse();
    }

    private static Task Fail(RemoteFailureContext failed)
    {
        var log = failed.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OidcSignIn));
        var exception = failed.Failure!;
        if (!IsAway(exception))
        {
            Log.Refused(log, exception);
            return Refuse(failed, new ProviderSignInRefused());
        }

        Log.Away(log, exception);
        return Refuse(failed, new ProviderUnavailable());
    }

    private static Task Refuse<TOptions>(HandleRequestContext<TOptions> context, Refusal refusal)
        where TOptions : AuthenticationSchemeOptions
    {
        context.HandleResponse();
        return RefusalResult.Write(context.HttpContext, refusal);
    }

    /// <summary>The session here is over by then; the provider's own would sign the person in again without a question.</summary>
    private static async Task<IResult> SignOut(
        HttpContext context, IOptionsMonitor<OpenIdConnectOptions> options, IPublicAddress address, ILoggerFactory log)
    {
        var oidc = options.Get(Scheme);
        try
        {
            var provider = await oidc.ConfigurationManager!.GetConfigurationAsync(context.RequestAborted);
            return provider.EndSessionEndpoint is not { Length: > 0 } end
                ? TypedResults.LocalRedirect(OpsModule.SignInPath)
                : TypedResults.Redirect(QueryHelpers.AddQueryString(end, new Dictionary<string, string?>
                {
                    ["client_id"] = oidc.ClientId,
                    ["post_logout_redirect_uri"] = address.PublicUrl + OpsModule.SignInPath,
                }));
        }
        catch (Exception exception) when (IsAway(exception))
        {
            Log.Away(log.CreateLogger(typeof(OidcSignIn)), exception);
            return new RefusalResult(new ProviderUnavailable());
        }
    }

    /// <summary>Whether the provider could not be asked, where a wrong answer is an exception too.</summary>
    private static bool IsAway(Exception? exception) => exception switch
    {
        null => false,
        HttpRequestException or IOException or TaskCanceledException => true,
        _ => IsAway(exception.InnerException),
    };

    private static partial class Log
    {
        [LoggerMessage(1010, LogLevel.Warning, "A sign-in by the identity provider was refused")]
        public static partial void Refused(ILogger log, Exception exception);

        [LoggerMessage(1011, LogLevel.Warning, "The identity provider does not answer")]
        public static partial void Away(ILogger log, Exception exception);
    }

    /// <summary>Kept from the way to the provider until the way back, which is a redirect from another site.</summary>
    private sealed class WayBackCookie(OpsCookies cookies) : CookieBuilder
    {
        public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom) => new()
        {
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Lax,
            Secure = cookies.AreSecure(context.Request),
            Path = Callback,
            MaxAge = TimeSpan.FromMinutes(15),
        };
    }
}
