using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using PilotPairing.Api.Errors;
using PilotPairing.Application.Operating;
using PilotPairing.Domain.Access;
using PilotPairing.Infrastructure;

namespace PilotPairing.Api.Operating;

/// <summary>The operations pages under <c>/ops</c>: access to them, and their headers.</summary>
internal static class OpsModule
{
    public const string Path = "/ops";

    /// <summary>The overview's live figures.</summary>
    public const string Live = Path + "/live";

    public const string SignInPath = Path + "/sign-in";

    public static IServiceCollection AddOps(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddOperators(configuration, environment.IsProduction());
        services.AddSingleton<OpsCookies>();
        services.AddSingleton<KnownBrowsers>();
        services.AddDataProtection().SetApplicationName("pilotpairing");
        services.AddOptions<KeyManagementOptions>().Configure<IServiceProvider>((options, provider) =>
        {
            // Asked for when the first key is needed: by then the settings it depends on have been checked.
            options.XmlRepository = new SessionKeyRing(provider.GetRequiredService<ISessionKeys>);
            // The repository seals each element as a whole, under Encryption:Keys; nothing in it is left to encrypt.
            options.XmlEncryptor = new NullXmlEncryptor();
        });
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "pilotpairing-forms";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddAuthentication(OpsSession.Scheme).AddCookie(OpsSession.Scheme, cookie =>
        {
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.Cookie.Path = "/";
            cookie.ExpireTimeSpan = OpsSession.Idle;
            cookie.SlidingExpiration = true;
            cookie.LoginPath = SignInPath;
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.Events.OnRedirectToLogin = AskToSignIn;
            // A dashboard that is left open asks by itself, and that keeps no session alive.
            cookie.Events.OnCheckSlidingExpiration = renewal =>
            {
                var path = renewal.Request.Path;
                renewal.ShouldRenew &= !path.Equals(JobsGate.Polling, StringComparison.OrdinalIgnoreCase)
                    && !path.Equals(Live, StringComparison.OrdinalIgnoreCase);
                return Task.CompletedTask;
            };
            cookie.Events.OnValidatePrincipal = OpsSession.Check;
        }).AddOidc(configuration);
        services.AddOptions<CookieAuthenticationOptions>(OpsSession.Scheme)
            .Configure<OpsCookies>((cookie, cookies) => cookie.CookieManager = cookies);
        return services.AddAuthorization();
    }

    /// <summary>Only where sessions are asked for: no other request is slower for them.</summary>
    public static void UseOps(this WebApplication app)
    {
        // Else the host would put both before everything else.
        var properties = ((IApplicationBuilder)app).Properties;
        properties["__AuthenticationMiddlewareSet"] = properties["__AuthorizationMiddlewareSet"] = true;
        app.UseWhen(context => AsksForSession(context), ops =>
        {
            ops.Use(Keep);
            ops.UseAuthentication();
            ops.UseAuthorization();
            ops.UseMiddleware<JobsGate>();
        });
    }

    private static bool AsksForSession(HttpContext context) =>
        // The page that says what failed must not fail as well; a person who was signed in still is.
        HtmlErrorPages.FailedRequestOf(context) is null
            && (context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase)
        || context.GetEndpoint()?.Metadata.GetMetadata<OpsSessionToo>() is not null);

    private static Task Keep(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            // What is neither page nor answer is a file of the dashboard, whose address changes with its version.
            var isFile = context.Response.ContentType?.Split(
                ';')[0] is "text/css" or "application/javascript" or "font/woff2" or "font/woff";
            if (!isFile)
                headers.CacheControl = "no-store";
            headers["Referrer-Policy"] = "same-origin";
            headers["X-Robots-Tag"] = "noindex, nofollow";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            return Task.CompletedTask;
        });
        return next(context);
    }

    /// <summary>People are led to the form; a page's own questions learn that the session is over.</summary>
    private static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        var isPerson = context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (HttpMethods.IsGet(context.Request.Method) && isPerson)
            context.Response.Redirect(context.RedirectUri);
        else
            return RefusalResult.Write(context.HttpContext, new Unauthorized());
        return Task.CompletedTask;
    }
}

/// <summary>Marks the routes that a signed-in operator reaches without a key.</summary>
internal sealed class OpsSessionToo;
