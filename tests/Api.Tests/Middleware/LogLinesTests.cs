using System.Text.RegularExpressions;
using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Middleware;

/// <summary>
/// What a host at its usual level writes of one request and of one delivery: a line each, with what an operator looks for.
/// </summary>
public sealed partial class LogLinesTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private ApiHost _host = null!;

    public async Task InitializeAsync()
    {
        _database = await TestPostgres.CreateDatabase();
        _host = await ApiHost.On(_database.ConnectionString, settings: ("Logging:LogLevel:Default", "Information"));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("POST", "/v1/numbers/remote-pairing", """{"name":"Loja","number":"+5511999999999"}""",
        "POST /v1/numbers/remote-pairing 201 in ")]
    [InlineData("POST", "/v1/numbers/remote-pairing", "{", "POST /v1/numbers/remote-pairing 400 in ")]
    [InlineData("GET", "/v1/numbers/num_00000000000000000000000000?secret=1", null, "GET /v1/numbers/{id} 404 in ")]
    [InlineData("GET", "/connect/rp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", null, "GET connect/{token} 404 in ")]
    public async Task A_request_is_one_line(string method, string path, string? body, string line)
    {
        var log = _host.Log();

        var answer = await _host.Call(method, path, body);

        await Scene.Eventually(() => Task.FromResult(log.Lines.Any(written => written.Contains(line, StringComparison.Ordinal))));
        var request = answer.Headers["x-request-id"];
        log.Lines.Where(written => written.Contains(request, StringComparison.Ordinal)).Should().ContainSingle();
        log.Lines.Where(written => OfTheHost().IsMatch(written)).Should().BeEmpty("the framework's own lines would say the same again");
        log.Lines.Should().NotContain(written =>
            written.Contains("secret", StringComparison.Ordinal) || written.Contains("rp_", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(204, "Delivered, 204")]
    [InlineData(500, "Failed, 500: the receiver refused it; next attempt in [4-6] s")]
    [InlineData(410, @"Gone, 410: The receiver is gone for good \(410\); no further attempt")]
    [InlineData(0, "Failed, no status: .+; next attempt in [4-6] s")]
    public async Task An_attempt_at_a_delivery_is_one_line_with_event_endpoint_outcome_status_and_next_attempt(int status, string outcome)
    {
        await using var sink = await WebhookSink.Start();
        sink.Answer = status == 0 ? context => { context.Abort(); return Task.CompletedTask; } : WebhookSink.Status(status);
        var endpoint = await _host.NewEndpoint(sink.Url);
        var log = _host.Log();

        (await _host.Post($"/v1/webhooks/{endpoint}/test")).Expect(200);
        var id = (await sink.Next()).Headers["webhook-id"];

        await Scene.Eventually(() => Task.FromResult(log.Lines.Any(written => written.Contains("attempt 1:", StringComparison.Ordinal))));
        log.Lines.Where(written =>
            written.Contains(id, StringComparison.Ordinal) && written.Contains("attempt 1:", StringComparison.Ordinal)).Should()
                .ContainSingle()
            .Which.Should().MatchRegex(
                $@"\[400[25]\] Event {id} \(webhook\.test\), delivery dlv_[a-z0-9]{{26}} to {endpoint}, attempt 1: {outcome}");
    }

    [GeneratedRegex(@"^(Microsoft|System|Npgsql)\.")]
    private static partial Regex OfTheHost();
}
