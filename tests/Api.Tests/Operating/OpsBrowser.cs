using System.Net;
using System.Text.RegularExpressions;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>
/// A browser of an operator without JavaScript: it keeps cookies, sends forms as they stand, and follows no redirect by itself.
/// </summary>
internal sealed partial class OpsBrowser : IDisposable
{
    public const string SignInPage = "/ops/sign-in";
    private readonly HttpClient _http;

    /// <param name="handler">Trusts the certificate of a test's proxy.</param>
    public OpsBrowser(string url, CookieContainer? cookies = null, SocketsHttpHandler? handler = null)
    {
        Cookies = cookies ?? new();
        handler ??= new();
        (handler.CookieContainer, handler.AllowAutoRedirect) = (Cookies, false);
        _http = handler.ClientFor(url);
    }

    public CookieContainer Cookies { get; }

    /// <summary>What a form is sent with; without it the answer is for programs.</summary>
    public string? Accept { get; init; }

    /// <summary>Sent instead of the address's own host.</summary>
    public string? Host { get; init; }

    public async Task<Answer> Get(string path, string accept = "text/html")
    {
        using var request = Request(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await Send(request);
    }

    /// <summary>A stream of events, as soon as its headers are there.</summary>
    public async Task<HttpResponseMessage> Open(string path)
    {
        using var request = Request(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>With the anti-forgery token of the form's page, unless there is to be none.</summary>
    public async Task<Answer> Post(string path, string? formOf, params (string Name, string Value)[] fields)
    {
        var all = fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).ToList();
        if (formOf is not null)
            all.Add(new("__RequestVerificationToken", await Token(formOf)));
        using var request = Request(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent(all);
        return await Send(request);
    }

    public async Task<Answer> Send(string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        using var request = Request(HttpMethod.Post, path);
        request.Content = content;
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Send(request);
    }

    public Task<Answer> SignIn(string password = ApiHost.OpsPassword, string user = "ops", string? returnUrl = null) =>
        Post(SignInPage, SignInPage,
            [("Username", user), ("Password", password),
            .. returnUrl is null ? Array.Empty<(string, string)>() : [("ReturnUrl", returnUrl)]]);

    public async Task<string> Token(string page) => TokenField().Match((await Get(page)).Text).Groups["token"].Value;

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Host = Host;
        if (Accept is not null && method == HttpMethod.Post)
            request.Headers.TryAddWithoutValidation("Accept", Accept);
        return request;
    }

    private async Task<Answer> Send(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        return new(
            (int)response.StatusCode, await response.Content.ReadAsStringAsync(),
            response.Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(",", header.Value)));
    }

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="(?<token>[^"]+)""")]
    private static partial Regex TokenField();
}
