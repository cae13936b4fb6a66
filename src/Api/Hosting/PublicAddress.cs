using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using PilotPairing.Application;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Api.Hosting;

internal sealed class AddressOptions
{
    /// <summary>The origin clients reach the API at, such as <c>https://pair.example.com</c>. Default: the first bound address.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>The origin of the hosted pages and of the links. Default: <see cref="PublicUrl"/>.</summary>
    public string? ConnectUrl { get; init; }

    /// <summary>Further origins of the hosted pages, of which a tenant may choose one. Default: none; at most 100.</summary>
    public IList<string> ConnectUrls { get; init; } = [];

    /// <summary>What the server binds to, separated by semicolons. Default: <c>http://localhost:5080</c>.</summary>
    public string Urls { get; init; } = "http://localhost:5080";

    /// <summary>
    /// Addresses and networks (CIDR) of proxies whose <c>X-Forwarded-For</c> is taken. Default: loopback and private networks; at most 100.
    /// </summary>
    public IList<string> KnownProxies { get; init; } = [];
}

internal sealed class AddressOptionsValidator : IValidateOptions<AddressOptions>
{
    private const int MostProxies = 100;
    private const int MostConnectUrls = 100;

    public ValidateOptionsResult Validate(string? name, AddressOptions options)
    {
        var problems = new[] { (Setting: nameof(options.PublicUrl), Value: options.PublicUrl),
            (Setting: nameof(options.ConnectUrl), Value: options.ConnectUrl) }
            .Where(setting => setting.Value is not null && !SettingUrl.IsOrigin(setting.Value))
            .Select(setting => $"{setting.Setting} must be an http or https URL of host and port only, such as https://pair.example.com: pages, forms and links are addressed from its root.")
            .ToList();
        problems.AddRange(options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries).Where(url => !CanBeBound(url))
            .Select(url => $"Urls: '{url}' is no address to listen at, such as http://localhost:5080."));
        if (options.ConnectUrls.Count > MostConnectUrls)
            problems.Add($"ConnectUrls takes at most {MostConnectUrls} entries.");
        problems.AddRange(options.ConnectUrls.Where(url => !SettingUrl.IsOrigin(url)).Select(url =>
            $"ConnectUrls: '{url}' is no http or https URL of host and port only, such as https://connect.example.com."));
        if (options.KnownProxies.Count > MostProxies)
            problems.Add($"KnownProxies takes at most {MostProxies} entries.");
        problems.AddRange(options.KnownProxies.Where(proxy => KnownProxies.Parse(proxy) is null)
            .Select(proxy => $"KnownProxies: '{proxy}' is no address and no network such as 10.1.0.0/16."));
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static bool CanBeBound(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http" or "https", PathBase: "" };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}

/// <param name="server">Bound to nothing on the command line: there counts what it would be bound to.</param>
internal sealed class PublicAddress(IOptions<AddressOptions> options, IServer? server = null) : IPublicAddress
{
    public string PublicUrl => (options.Value.PublicUrl ?? Bound()).TrimEnd('/');

    public string ConnectUrl => options.Value.ConnectUrl?.TrimEnd('/') ?? PublicUrl;

    public IReadOnlyList<string> ConnectUrls =>
        [.. options.Value.ConnectUrls.Select(url => url.TrimEnd('/')).Prepend(ConnectUrl).Distinct(StringComparer.OrdinalIgnoreCase)];

    private string Bound() =>
        OnThisMachine(server?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? options.Value.Urls);

    /// <param name="urls">As in the setting <c>Urls</c>; the first counts.</param>
    /// <returns>The address that the server listens at; <c>localhost</c> where it listens at every address of the machine.</returns>
    public static string OnThisMachine(string urls)
    {
        var bound = BindingAddress.Parse(urls.Split(';')[0]);
        return bound.Host is "*" or "+" or "0.0.0.0" or "[::]" ? $"{bound.Scheme}://localhost:{bound.Port}" : bound.ToString();
    }
}

internal static class PublicAddressRegistration
{
    public static IServiceCollection AddPublicAddress(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AddressOptions>().Bind(configuration).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<AddressOptions>, AddressOptionsValidator>()
            .AddSingleton<IPublicAddress, PublicAddress>();
    }
}
