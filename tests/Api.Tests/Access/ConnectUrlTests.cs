using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PilotPairing.Api.Hosting;
using PilotPairing.Api.Parameters;
using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Application;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Access;

/// <summary>A tenant's own domain of hosted pages: which it may choose, and that everything that leads to a page leads there.</summary>
public sealed class ConnectUrlTests : IAsyncLifetime
{
    private const string Own = "https://connect.acme.example";
    private const string Other = "http://pair.other.example:8080";

    private readonly ApiHost _host = new()
    {
        Settings = { ["ConnectUrl"] = "https://pair.example.com", ["ConnectUrls:0"] = Own + "/", ["ConnectUrls:1"] = Other },
    };

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Links_rotated_links_bulk_links_and_reconnect_links_lead_to_the_chosen_domain_and_other_tenants_to_theirs()
    {
        await using var sink = await WebhookSink.Start();
        await _host.NewEndpoint(sink.Url, ["number.disconnected"]);
        (await Choose(Own)).Expect(200).Text("connectUrl").Should().Be(Own);
        (await _host.Call("PATCH", "/v1/settings", new { reconnectLinks = true })).Expect(200);

        var (link, _) = await _host.OpenNumber();
        Url(link).Should().StartWith(Own + "/connect/rp_");
        var second = await _host.NewLink();
        Url((await _host.Post($"/v1/links/{second.LinkId()}/rotate", new { })).Expect(200)).Should().StartWith(Own + "/connect/rp_");
        Url((await _host.Post("/v1/numbers/remote-pairing/bulk",
            new { links = new[] { new { name = "Loja", number = "+5511911112222" } } }))
            .Expect(200).GetProperty("results")[0].GetProperty("link")).Should().StartWith(Own + "/connect/rp_");
        (await _host.Simulate(link.NumberId(), "logout")).Expect(200);
        System.Text.Encoding.UTF8.GetString((await sink.Next()).Body).Should().Contain($"\"reconnectUrl\":\"{Own}/connect/rp_");

        var tenant = await _host.NewTenant();
        Url(await _host.NewLink(key: tenant.Key.Raw.Value)).Should().StartWith("https://pair.example.com/connect/rp_");
    }

    [Fact]
    public async Task A_page_names_the_chosen_domain_and_opens_under_every_domain()
    {
        (await Choose(Own)).Expect(200);
        var token = (await _host.NewLink()).Token();

        foreach (var host in new[] { "connect.acme.example", "pair.example.com", "pair.other.example:8080" })
        {
            var page = await _host.Call("GET", $"/connect/{token}", null, "", ("Host", host));
            page.Status.Should().Be(200);
            page.Text.Should().Contain($"{Own}/connect/{token}");
            (await _host.Call("GET", $"/connect/{token}/qr.png", null, "", ("Host", host))).Status.Should().Be(200);
        }
    }

    [Theory]
    [InlineData(Own, 200)]
    [InlineData(Other, 200)]
    [InlineData("https://pair.example.com", 200)]
    [InlineData("https://evil.example", 403)]
    public async Task A_form_is_taken_from_a_page_of_ours_under_any_domain_and_from_no_other(string origin, int status)
    {
        var token = (await _host.NewLink()).Token();

        var answer = await _host.Call("POST", $"/connect/{token}", new FormUrlEncodedContent([new("method", "code")]), "",
            ("Origin", origin), ("Host", "somewhere.example"));

        answer.Status.Should().Be(status, answer.Text);
    }

    [Theory]
    [InlineData("https://connect.acme.example/", Own)]
    [InlineData("HTTPS://Connect.Acme.Example", Own)]
    [InlineData(Other, Other)]
    public async Task A_choice_is_read_as_the_operator_wrote_it(string written, string chosen) =>
        (await Choose(written)).Expect(200).Text("connectUrl").Should().Be(chosen);

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://connect.acme.example/path")]
    [InlineData("http://connect.acme.example")]
    [InlineData("https://connect.acme.example.evil.example")]
    [InlineData("")]
    public async Task What_is_not_one_of_the_installation_s_is_refused_and_changes_nothing(string url)
    {
        (await Choose(Own)).Expect(200);

        (await Choose(url)).ShouldNameFields("connectUrl");

        (await _host.Get("/v1/settings")).Expect(200).Text("connectUrl").Should().Be(Own);
    }

    [Fact]
    public async Task Null_goes_back_and_so_does_a_domain_that_is_taken_out()
    {
        (await Choose(Own)).Expect(200);
        (await Choose(null)).Expect(200).GetProperty("connectUrl").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        Url(await _host.NewLink()).Should().StartWith("https://pair.example.com/");
        (await Choose(Own)).Expect(200);

        var without = await ApiHost.On(_host.Database.ConnectionString, settings: ("ConnectUrl", "https://pair.example.com"));
        var key = _host.Tenant.Key.Raw.Value;
        Url(await without.NewLink(key: key)).Should().StartWith("https://pair.example.com/");
        (await without.Get("/v1/settings", key)).Expect(200).GetProperty("connectUrl").ValueKind.Should()
            .Be(System.Text.Json.JsonValueKind.Null);
        await without.DisposeAsync();
    }

    /// <summary>The script and the page's own QR code are written for it.</summary>
    [Theory]
    [InlineData("connect.acme.example", Own)]
    [InlineData("CONNECT.acme.example", Own)]
    [InlineData("pair.other.example:8080", Other)]
    [InlineData("pair.other.example", "https://pair.example.com")]
    [InlineData("evil.example", "https://pair.example.com")]
    [InlineData("", "https://pair.example.com")]
    public void A_request_is_for_the_domain_that_it_names_where_that_is_one_of_ours(string host, string connectUrl)
    {
        var request = new Microsoft.AspNetCore.Http.DefaultHttpContext().Request;
        request.Host = new(host);

        _host.App.Services.GetRequiredService<IPublicAddress>().ConnectUrlOf(request).Should().Be(connectUrl);
    }

    [Theory]
    [InlineData("https://connect.acme.example/path")]
    [InlineData("connect.acme.example")]
    [InlineData("ftp://connect.acme.example")]
    public async Task A_setting_that_is_no_origin_is_refused_at_the_start(string url)
    {
        await using var database = await TestPostgres.CreateDatabase();

        var start = () => ApiHost.On(database.ConnectionString, settings: ("ConnectUrls:0", url));

        (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage($"*ConnectUrls: '{url}'*");
    }

    [Fact]
    public void At_most_a_hundred_are_taken() =>
        new AddressOptionsValidator()
            .Validate(null, new() { ConnectUrls = [.. Enumerable.Range(0, 101).Select(i => $"https://c{i}.example")] })
            .Failed.Should().BeTrue();

    private static string Url(System.Text.Json.JsonElement link) => link.Text("remotePairingUrl");

    private Task<Answer> Choose(string? url) => _host.Call("PATCH", "/v1/settings", new { connectUrl = url });
}
