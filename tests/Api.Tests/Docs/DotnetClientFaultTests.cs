using System.Net;
using System.Text;
using System.Text.Json;
using PilotPairing.Client;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>The .NET client where the network or the server fails: what is sent again and when, and which exception comes of it.</summary>
public sealed class DotnetClientFaultTests : IDisposable
{
    private const string Me = """{"tenantId":"ten_1","mode":"test","scope":"tenant","keyId":"key_1","whatsappNumberId":null}""";
    private static readonly PairingLinkRequest Link = new() { Name = "Loja", Number = Scene.Phone };
    private readonly FakeClock _clock = new();
    private readonly Script _script = new();

    public void Dispose() => _script.Dispose();

    [Fact]
    public async Task A_429_is_waited_for_as_long_as_it_asks()
    {
        _script.Answers(_ => Refusal(429, "RATE_LIMITED", 7), _ => Json(200, Me));
        var asked = Client().GetMeAsync();

        // The wait beside the bound of the attempt, which is over.
        await _clock.UntilWaiting(1);
        _clock.Advance(TimeSpan.FromSeconds(6.9));
        asked.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        (await asked).TenantId.Should().Be("ten_1");
    }

    [Fact]
    public async Task A_503_with_Retry_After_is_sent_again_and_one_without_is_thrown()
    {
        _script.Answers(_ => Refusal(503, "GATEWAY_UNAVAILABLE", 0), _ => Json(200, Me));
        (await Client().GetMeAsync()).TenantId.Should().Be("ten_1");

        _script.Answers(_ => Refusal(503, "GATEWAY_NOT_CONFIGURED", null));
        await Throws<GatewayNotConfiguredException>(client => client.PostNumbersRemotePairingAsync(Link));
        _script.Requests.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_thrown_with_its_length()
    {
        _script.Answers(_ => Refusal(429, "PAIRING_COOLDOWN", 900));

        (await Throws<PairingCooldownException>(client => client.PostNumbersRemotePairingAsync(Link))).RetryAfter.Should()
            .Be(TimeSpan.FromMinutes(15));
        _script.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_Retry_After_that_is_a_moment_is_a_wait_until_then()
    {
        _script.Answers(_ => Refusal(429, "RATE_LIMITED", $"{_clock.GetUtcNow().AddMinutes(15):R}"));

        var asked = (await Throws<RateLimitedException>(client => client.GetMeAsync())).RetryAfter;
        asked.Should().BeCloseTo(TimeSpan.FromMinutes(15), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_cut_answer_is_asked_for_again_under_the_same_idempotency_key()
    {
        _script.Answers(_ => Cut(), _ => Refusal(409, "IDEMPOTENCY_IN_PROGRESS", 0), _ => Refusal(400, "VALIDATION_ERROR", null));
        var asked = Throws<ValidationErrorException>(client => client.PostNumbersRemotePairingAsync(Link));
        await AdvanceUntil(asked);

        var keys = _script.Requests.Select(request => request.Headers.GetValues("Idempotency-Key").Single()).ToList();
        keys.Should().HaveCount(3);
        keys.Distinct().Should().ContainSingle().Which.Should().MatchRegex("^[0-9a-f-]{36}$");
        _script.Requests[0].Headers.GetValues("x-api-key").Should().Equal("ps_test_x");
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_given_up_sent_again_and_named_a_timeout()
    {
        _script.Hangs = true;
        var asked = Throws<PilotPairingNoAnswerException>(client => client.GetMeAsync());
        await AdvanceUntil(asked);

        (await asked).IsTimeout.Should().BeTrue();
        _script.Requests.Should().HaveCount(4);
    }

    [Fact]
    public async Task What_might_be_done_twice_is_not_sent_again()
    {
        _script.Answers(_ => Cut());
        (await Throws<PilotPairingNoAnswerException>(client => client.DeleteWebhooksIdAsync("wh_1"))).IsTimeout.Should().BeFalse();
        await Throws<PilotPairingNoAnswerException>(client => client.PostRemotePairingTokenConnectAsync("rp_1"));

        _script.Requests.Should().HaveCount(2);
        _script.Requests[1].Headers.Contains("x-api-key").Should().BeFalse();
    }

    [Fact]
    public async Task A_proxy_s_page_is_no_envelope()
    {
        _script.Answers(_ => new(HttpStatusCode.InternalServerError) { Content = new StringContent("<h1>Oops</h1>") });

        (await Throws<PilotPairingException>(client => client.GetMeAsync())).StatusCode.Should().Be(500);
    }

    [Fact]
    public async Task Every_documented_code_is_an_exception_of_its_own()
    {
        var codes = Guide.Read("docs", "api.md").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => System.Text.RegularExpressions.Regex.Match(line, @"^\| \d{3} \| `([A-Z_]+)` \|").Groups[1].Value)
            .Where(code => code.Length > 0).ToList();
        codes.Should().HaveCountGreaterThan(35);

        var promised = Guide.Read("docs", "openapi.json");
        foreach (var code in codes.Where(code => code == "INTERNAL_ERROR" || promised.Contains($"\"code\": \"{code}\"")).Append("SOMETHING_NEW"))
        {
            _script.Answers(_ => Refusal(418, code, null));
            var name = string.Concat(code.Split('_').Select(part => part[0] + part[1..].ToLowerInvariant())) + "Exception";
            var thrown = await Throws<PilotPairingErrorException>(client => client.GetMeAsync());
            thrown.GetType().Name.Should().Be(code == "SOMETHING_NEW" ? nameof(PilotPairingErrorException) : name);
            (thrown.Code, thrown.RequestId, thrown.Fields["name"]).Should().Be((code, "req_1", "is required"));
        }
    }

    [Fact]
    public async Task A_list_is_read_to_its_end()
    {
        _script.Answers(
            _ => Json(200, "[]", ("Link", "<https://other.example.com/v1/webhooks?limit=1&cursor=a%2Bb>; rel=\"next\"")), _ => Json(200, "[]"));
        var client = Client();

        var all = 0;
        await foreach (var _ in PilotPairingClient.All((cursor, token) => client.GetWebhooksAsync(1, cursor, token)))
            all++;

        all.Should().Be(0);
        _script.Requests.Select(request => request.RequestUri!.Query).Should().Equal("?limit=1", "?limit=1&cursor=a%2Bb");
    }

    [Fact]
    public async Task Events_go_on_after_a_lost_connection_each_once()
    {
        _script.Answers(_ => Events(1), _ => Refusal(503, "DATABASE_UNAVAILABLE", 1), _ => Events(1, 2), _ => Refusal(401, "UNAUTHORIZED", null));
        var (seen, lost) = (new List<string>(), 0);
        var followed = Throws<UnauthorizedException>(async client =>
        {
            await foreach (var happened in client.FollowEvents(lost: (_, _) => lost++, clock: _clock))
                seen.Add(happened.Id);
        }, retries: 0);
        await AdvanceUntil(followed);

        seen.Should().Equal("evt_1", "evt_2");
        lost.Should().Be(3);
        _script.Requests.Select(request => request.RequestUri!.Query).Should().Equal("", "?after=evt_1", "?after=evt_1", "?after=evt_2");
    }

    [Fact]
    public async Task Events_go_on_where_the_stream_began_when_it_is_lost_before_the_first_one()
    {
        _script.Answers(_ => Stream("id: 2026-12-01T10:00:00.000Z\n\n: a\n\n"), _ => Events(1), _ => Refusal(401, "UNAUTHORIZED", null));
        var seen = new List<string>();
        await AdvanceUntil(Throws<UnauthorizedException>(async client =>
        {
            await foreach (var happened in client.FollowEvents(clock: _clock))
                seen.Add(happened.Id);
        }, retries: 0));

        seen.Should().Equal("evt_1");
        var queries = _script.Requests.Select(request => Uri.UnescapeDataString(request.RequestUri!.Query));
        queries.Should().Equal("", "?after=2026-12-01T10:00:00.000Z", "?after=evt_1");
    }

    private PilotPairingClient Client(int retries = 3) => new(
        new PilotPairingHandler(new() { Key = "ps_test_x", Retries = retries }, _clock) { InnerHandler = _script }.ClientFor("https://pair.example.com"));

    private async Task<TException> Throws<TException>(Func<PilotPairingClient, Task> act, int retries = 3)
        where TException : Exception =>
        (await FluentActions.Awaiting(() => act(Client(retries))).Should().ThrowAsync<TException>()).Which;

    /// <summary>Whatever it waits for is over at once.</summary>
    private async Task AdvanceUntil(Task done)
    {
        while (!done.IsCompleted)
        {
            await Task.WhenAny(done, _clock.UntilWaiting(1));
            _clock.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        await done;
    }

    private static HttpResponseMessage Refusal(int status, string code, object? retryAfter) => Json(
        status, JsonSerializer.Serialize(
            new { error = "For people", code, requestId = "req_1", details = new { fields = new { name = "is required" } } }),
        retryAfter is null ? [] : [("Retry-After", $"{retryAfter}")]);

    private static HttpResponseMessage Json(int status, string body, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        Array.ForEach(headers, header => response.Headers.TryAddWithoutValidation(header.Name, header.Value));
        return response;
    }

    private static HttpResponseMessage Events(params int[] ids) =>
        Stream(string.Concat(ids.Select(id => $": still here\n\nid: evt_{id}\nevent: number.connected\ndata: {{}}\n\n")));

    private static HttpResponseMessage Stream(string text) =>
        new(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, "text/event-stream") };

    private static HttpResponseMessage Cut() => new(HttpStatusCode.OK) { Content = new CutContent() };

    private sealed class CutContent : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            throw new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely");

        protected override bool TryComputeLength(out long length)
        {
            length = 1000;
            return true;
        }
    }

    private sealed class Script : HttpMessageHandler
    {
        private readonly Queue<Func<HttpRequestMessage, HttpResponseMessage>> _answers = new();

        public List<HttpRequestMessage> Requests { get; } = [];

        public bool Hangs { get; set; }

        /// <summary>The last one stays.</summary>
        public void Answers(params Func<HttpRequestMessage, HttpResponseMessage>[] answers)
        {
            _answers.Clear();
            foreach (var answer in answers)
                _answers.Enqueue(answer);
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            if (Hangs)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            return (_answers.Count > 1 ? _answers.Dequeue() : _answers.Peek())(request);
        }
    }
}
