using System.Net;
using Microsoft.AspNetCore.Http;
using PilotPairing.Infrastructure.Http;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Http;

/// <summary>That the guard sits in the socket of a real client: nothing below it is faked.</summary>
public sealed class GuardedHandlerTests : IAsyncLifetime
{
    private WebhookSink _sink = null!;

    public async Task InitializeAsync() => _sink = await WebhookSink.Start();

    public async Task DisposeAsync() => await _sink.DisposeAsync();

    [Fact]
    public async Task A_refused_literal_never_reaches_the_receiver()
    {
        using var http = Client(AddressGuardTests.Guard(insecure: ["127.0.0.1"]));

        var get = () => http.GetAsync(new Uri(_sink.Url));

        AddressRefusedException.Within((await get.Should().ThrowAsync<HttpRequestException>()).Which).Should().NotBeNull();
        _sink.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Plain_http_is_refused_at_the_socket_as_well()
    {
        using var http = Client(AddressGuardTests.Guard(networks: ["127.0.0.0/8"]));

        var get = () => http.GetAsync(new Uri(_sink.Url));

        AddressRefusedException.Within((await get.Should().ThrowAsync<HttpRequestException>()).Which).Should().NotBeNull();
    }

    [Fact]
    public async Task It_connects_to_the_addresses_that_were_judged()
    {
        using var http = Client(AddressGuardTests.Guard(["127.0.0.0/8"], ["receiver.example"], "127.0.0.1"));

        using var answer = await http.GetAsync(new Uri(_sink.Url.Replace("127.0.0.1", "receiver.example", StringComparison.Ordinal)));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await _sink.Next()).Headers["Host"].Should().StartWith("receiver.example");
    }

    [Fact]
    public async Task Redirects_and_cookies_are_left_alone()
    {
        _sink.Answer = WebhookSink.Status(StatusCodes.Status302Found, ("Location", "/elsewhere"), ("Set-Cookie", "a=b"));
        using var http = Client(AddressGuardTests.Guard(["127.0.0.0/8"], ["127.0.0.1"]));

        using var first = await http.GetAsync(new Uri(_sink.Url));
        using var second = await http.GetAsync(new Uri(_sink.Url));

        second.StatusCode.Should().Be(HttpStatusCode.Found);
        _sink.All.Should().HaveCount(2).And.OnlyContain(request => request.Path == "/hook" && !request.Headers.ContainsKey("Cookie"));
    }

    [Fact]
    public void Nothing_of_the_environment_reroutes_it()
    {
        using var handler = GuardedHandler.Create(AddressGuardTests.Guard(), 4);

        handler.UseProxy.Should().BeFalse();
        handler.AutomaticDecompression.Should().Be(DecompressionMethods.None);
        handler.ActivityHeadersPropagator.Should().BeNull();
        handler.MaxResponseHeadersLength.Should().BeLessThanOrEqualTo(16);
    }

    private static HttpClient Client(AddressGuard guard) => new(GuardedHandler.Create(guard, 4));
}
