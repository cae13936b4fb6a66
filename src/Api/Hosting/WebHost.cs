using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;
using PilotPairing.Api.Access;
using PilotPairing.Api.Branding;
using PilotPairing.Api.Connections;
using PilotPairing.Api.Embed;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.Links;
using PilotPairing.Api.Messaging;
using PilotPairing.Api.Meta;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.Numbers;
using PilotPairing.Api.OpenApi;
using PilotPairing.Api.Operating;
using PilotPairing.Api.Pages.Demo;
using PilotPairing.Api.RateLimiting;
using PilotPairing.Api.Webhooks;
using PilotPairing.Application;
using PilotPairing.Domain;
using PilotPairing.Infrastructure;

namespace PilotPairing.Api.Hosting;

/// <summary>Which half of the work a process does; they may share a machine or not.</summary>
internal enum Role
{
    All,
    Web,
    Worker,
}

/// <summary>The web application: what it is made of, and the way a request goes through it.</summary>
internal static class WebHost
{
    private const long LongestBody = 3 * 1024 * 1024;

    private static readonly string[] FramedPages = ["/Connect", "/Demo", "/Simulator"];

    public static WebApplication Build(string[] args, string connectionString, Role role, IReadOnlyDictionary<string, string?> settings, TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(WebHost).Assembly.GetName().Name });
        builder.Configuration.AddInMemoryCollection(settings);
        // From a build's output the assets would be found by a route that catches every GET, and a wrong method would look like a missing route.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LongestBody;
        });
        // The host's own request log would print whole URLs, and links carry their secret there.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Hangfire", LogLevel.Warning);
        // What keeps it from starting reaches the command, which says it in a sentence; the host would print it with its stack before.
        var hasStarted = false;
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => hasStarted && level >= LogLevel.Warning);

        var services = builder.Services;
        services.BoundStopping();
        services.AddApplication();
        services.AddInfrastructure(builder.Configuration, connectionString);
        if (clock is not null)
            services.AddSingleton(clock);
        if (role is Role.All or Role.Worker)
            services.AddBackgroundWork(builder.Configuration);
        services.AddTelemetry(builder.Configuration);
        services.AddPublicAddress(builder.Configuration);
        services.AddKnownProxies();
        services.AddSingleton<EmbedScript>();
        services.AddSingleton<DemoSaas>();
        services.AddOptions<AccessOptions>().Bind(builder.Configuration.GetSection(AccessOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        services.AddBrandingDefaults(builder.Configuration);
        services.ConfigureHttpJsonOptions(json => WireJson.Configure(json.SerializerOptions));
        services.AddOptions<RateLimitOptions>().Bind(builder.Configuration.GetSection(RateLimitOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RateLimitOptions>, RateLimitOptionsValidator>();
        services.AddSingleton<RateLimits>();
        services.AddExceptionHandler<Faults>();
        // Of the pages only the customer's is compressed: a client that could vary its length already holds its one secret, the link.
        services.AddResponseCompression(compression => compression.EnableForHttps = true);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Optimal);
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal);
        services.AddOps(builder.Configuration, builder.Environment);
        services.AddRazorPages(pages =>
        {
            // The customer's pages are framed, which the cookie of anti-forgery does not survive; they check where a request comes from.
            foreach (var folder in FramedPages)
                pages.Conventions.AddFolderApplicationModelConvention(folder, page => page.Filters.Add(new IgnoreAntiforgeryTokenAttribute()));
            pages.Conventions.AuthorizeFolder("/Ops");
            pages.Conventions.AddFolderApplicationModelConvention("/Ops", page => page.Filters.Add(new AntiforgeryFailureFilter()));
        });
        services.AddDescription();
        services.LeaveBodiesToTheirReader();
        // The page is UTF-8: letters with accents need no escapes, which are longer.
        services.Configure<WebEncoderOptions>(web => web.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => hasStarted = true);
        app.UseMiddleware<RequestId>();
        app.UseMiddleware<RequestLog>();
        app.UseMiddleware<HeadAsGet>();
        app.Use(ReadableBody.Wrap);
        app.Use(SafeHeaders.Add);
        app.Use(HtmlErrorPages.KeepLinks);
        app.UseStatusCodePages(Bare);
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = _ => true, ExceptionHandler = _ => Task.CompletedTask });
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/api/v1", out var rest))
                context.Request.Path = "/v1" + rest;
            return next(context);
        });
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/connect") || context.Request.Path.StartsWithSegments("/docs"), page => page.UseResponseCompression());
        app.UseRouting();
        app.UseMiddleware<AddressLimitGate>();
        // Without their routes nobody would be asked to sign in before an act.
        if (role is Role.All or Role.Web)
            app.UseOps();
        app.UseMiddleware<TokenCors>();
        app.UseMiddleware<KeyGate>();
        app.UseMiddleware<RateLimitGate>();
        app.UseMiddleware<ScopeGate>();
        app.UseMiddleware<IdempotencyGate>();
        app.Use(FormGate.Read);
        app.MapHealth();
        if (role is Role.All or Role.Web)
            Map(app);
        return app;
    }

    private static void Map(WebApplication app)
    {
        var keyed = app.MapGroup("/v1").WithMetadata(new NeedsKey());
        var open = app.MapGroup("/v1").OpenToBrowsers();
        keyed.MapNumbers();
        keyed.MapLinks(open);
        keyed.MapMeta(open);
        keyed.MapOwnLinks();
        keyed.MapWebhooks();
        keyed.MapDeliveries();
        keyed.MapTemplates();
        keyed.MapKeys();
        keyed.MapSettings();
        keyed.MapBranding(app);
        keyed.MapEmbed(app);
        app.MapGatewayHooks();
        app.MapMetaHooks();
        // A part of the original API that is not served, and no number's id.
        open.Map("/numbers/check", () => new RefusalResult(new NothingHere())).ExcludeFromDescription();
        app.MapEmbedScript();
        app.MapDemo();
        app.MapJobsDashboard();
        app.MapStaticAssets().Add(EmbedScript.Keep);
        // Without it a page would try to answer every method.
        app.MapRazorPages().WithStaticAssets().WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Post]));
        app.MapOpenApi();
        app.MapDocs();
    }

    /// <summary>What routing refuses by itself gets the envelope too.</summary>
    private static async Task Bare(StatusCodeContext status)
    {
        var context = status.HttpContext;
        if (HtmlErrorPages.WillShow(context))
        {
            await HtmlErrorPages.Show(status);
            return;
        }

        Refusal? refusal = context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => new NothingHere(),
            StatusCodes.Status405MethodNotAllowed => new MethodNotAllowed(),
            StatusCodes.Status413PayloadTooLarge => new BodyTooLarge(),
            StatusCodes.Status415UnsupportedMediaType => new UnsupportedMediaType(),
            _ => null,
        };
        if (refusal is not null)
            await RefusalResult.Write(context, refusal);
    }
}
