using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Infrastructure.Http;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Http;

/// <summary>
/// One of a host's addresses leads nowhere, which costs a moment and not the budget: on real sockets, over both ways out.
/// </summary>
public sealed class RacingConnectTests : IAsyncLifetime
{
    private const string Dead = "127.0.0.2";
    private const string Refused = "127.0.0.3";
    private const string Good = "127.0.0.1";
    private WebhookSink _sink = null!;
    private DeadAddress _dead = null!;

    private int Port => new Uri(_sink.Url).Port;

    public async Task InitializeAsync()
    {
        _sink = await WebhookSink.Start();
        _dead = await DeadAddress.At(new(IPAddress.Parse(Dead), Port));
    }

    public async Task DisposeAsync()
    {
        _dead.Dispose();
        await _sink.DisposeAsync();
    }

    [Theory]
    [InlineData(Dead, Good)]
    [InlineData(Refused, Good)]
    [InlineData("::1", Good)]
    [InlineData(Good, Dead)]
    [InlineData(Dead, Refused, Dead, "::1", Good)]
    public async Task A_receiver_is_reached_by_whichever_address_answers(params string[] addresses)
    {
        using var http = new HttpClient(GuardedHandler.Create(AddressGuardTests.Guard(["127.0.0.0/8", "::1/128"], ["receiver.example"], string.Join(' ', addresses)), 4));

        using var answer = await http.GetAsync(new Uri($"http://receiver.example:{Port}/"));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(Dead, Good)]
    [InlineData(Refused, Good)]
    public async Task A_gateway_is_reached_by_whichever_address_answers(params string[] addresses)
    {
        var services = new ServiceCollection()
            .AddSingleton<HostLookup>((_, _, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray()));
        services.AddOperatorsClient("test");
        await using var provider = services.BuildServiceProvider();

        using var answer = await provider.GetRequiredService<IHttpClientFactory>().CreateClient("test").GetAsync(new Uri($"http://gateway.example:{Port}/"));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_address_that_is_not_allowed_refuses_all_before_any_is_tried()
    {
        using var http = new HttpClient(GuardedHandler.Create(AddressGuardTests.Guard(["127.0.0.1/32"], ["receiver.example"], $"{Good} {Refused}"), 4));

        var get = () => http.GetAsync(new Uri($"http://receiver.example:{Port}/"));

        AddressRefusedException.Within((await get.Should().ThrowAsync<HttpRequestException>()).Which).Should().NotBeNull();
        _sink.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Where_every_address_refuses_it_is_a_connection_that_failed()
    {
        using var http = new HttpClient(GuardedHandler.Create(AddressGuardTests.Guard(["127.0.0.0/8"], ["receiver.example"], $"{Refused} 127.0.0.4"), 4));

        var get = () => http.GetAsync(new Uri($"http://receiver.example:{Port}/"));

        (await get.Should().ThrowAsync<HttpRequestException>()).Which.HttpRequestError.Should().Be(HttpRequestError.ConnectionError);
    }

    [Fact]
    public async Task Where_no_address_answers_the_caller_decides_how_long_that_takes()
    {
        using var patience = new CancellationTokenSource();
        var connecting = RacingConnect.Connect([IPAddress.Parse(Dead)], Port, TimeProvider.System, patience.Token);
        connecting.IsCompleted.Should().BeFalse();

        await patience.CancelAsync();

        await ((Func<Task>)(() => connecting)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void The_families_take_turns_in_the_resolvers_order() =>
        RacingConnect.Alternating([.. "2001:db8::1 2001:db8::2 2001:db8::1 192.0.2.1 192.0.2.2".Split(' ').Select(IPAddress.Parse)])
            .Select(address => address.ToString()).Should().Equal("2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2");
}
