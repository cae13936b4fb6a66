using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;
using PilotPairing.Api.Embed;
using PilotPairing.Api.Operating;
using PilotPairing.Api.Pages.Connect;
using PilotPairing.Api.Pages.Demo;
using PilotPairing.Api.Pages.Ops;

namespace PilotPairing.Api.Pages;

/// <summary>The pages people open: the customer's, the demo's, the simulator's and the operators'.</summary>
internal static class PagesModule
{
    private static readonly string[] Framed = ["/Connect", "/Demo", "/Simulator"];

    public static void AddPages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PageOptions>().Bind(configuration.GetSection(PageOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PageOptions>, PageOptionsValidator>();
        services.AddSingleton<PhoneTextsCatalog>();
        services.AddScoped<ConnectViewSources>();
        services.AddSingleton<DemoSaas>();
        // Of the pages only the customer's is compressed: a client that could vary its length already holds its one secret, the link.
        services.AddResponseCompression(compression => compression.EnableForHttps = true);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Optimal);
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal);
        services.AddRazorPages(pages =>
        {
            // The customer's pages are framed, which the cookie of anti-forgery does not survive; they check where a request comes from.
            foreach (var folder in Framed)
                pages.Conventions.AddFolderApplicationModelConvention(folder, page =>
                    page.Filters.Add(new IgnoreAntiforgeryTokenAttribute()));
            pages.Conventions.AuthorizeFolder("/Ops");
            pages.Conventions.AddFolderApplicationModelConvention("/Ops", page =>
            {
                page.Filters.Add(new AntiforgeryFailureFilter());
                page.Filters.Add(new OperatorRoleFilter());
            });
        });
        // The page is UTF-8: letters with accents need no escapes, which are longer.
        services.Configure<WebEncoderOptions>(web => web.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapPageQr();
        app.MapDemo();
        app.MapOpsLive();
        app.MapOidc();
        app.MapStaticAssets().Add(EmbedScript.Keep);
        // Without it a page would try to answer every method.
        app.MapRazorPages().WithStaticAssets().WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Post]));
    }
}
