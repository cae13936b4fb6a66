using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Errors;

/// <summary>What every answer carries, and what routing refuses by itself.</summary>
public sealed class EnvelopeTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("a")]
    [InlineData("Req.1_2-3")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678")]
    public async Task A_fitting_request_id_is_echoed_on_success_and_on_refusal(string id)
    {
        var link = await host.NewLink();

        (await host.Call("GET", $"/v1/remote-pairing/{link.Token()}", null, "", ("x-request-id", id))).Headers["x-request-id"].Should()
            .Be(id);
        var refused = await host.Call("GET", "/v1/remote-pairing/x", null, "", ("x-request-id", id));
        refused.ShouldBeRefused(404, "LINK_NOT_FOUND");
        refused.Json.Text("requestId").Should().Be(id);
        (await host.Call("GET", "/nowhere", null, "", ("x-request-id", id))).Headers["x-request-id"].Should().Be(id);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("<script>")]
    [InlineData("a,b")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task Another_request_id_is_replaced(string id)
    {
        var answer = await host.Call("GET", "/v1/remote-pairing/x", null, "", ("x-request-id", id));

        answer.Headers["x-request-id"].Should().NotBe(id).And.MatchRegex("^[A-Za-z0-9._-]{1,128}$");
    }

    [Fact]
    public async Task Each_request_without_an_id_gets_its_own()
    {
        var first = (await host.Get("/health/live")).Headers["x-request-id"];

        (await host.Get("/health/live")).Headers["x-request-id"].Should().NotBe(first);
    }

    [Fact]
    public async Task An_error_is_an_envelope_of_four_members_at_most()
    {
        var answer = await host.Post("/v1/numbers", new { });

        answer.Headers["content-type"].Should().StartWith("application/json");
        answer.Expect(400).EnumerateObject().Select(member => member.Name).Should().Equal("error", "code", "details", "requestId");
        (await host.Get("/v1/remote-pairing/x", "")).Json.EnumerateObject().Select(member => member.Name).Should()
            .Equal("error", "code", "requestId");
    }

    [Fact]
    public async Task A_client_that_accepts_problem_documents_gets_one()
    {
        var answer = await host.Call("POST", "/v1/numbers", new { }, null, ("accept", "text/html, application/problem+json;q=0.9"));

        answer.Headers["content-type"].Should().Be("application/problem+json");
        var problem = answer.Expect(400);
        problem.GetProperty("status").GetInt32().Should().Be(400);
        problem.Text("code").Should().Be("VALIDATION_ERROR");
        problem.Text("requestId").Should().Be(answer.Headers["x-request-id"]);
        problem.GetProperty("details").GetProperty("fields").Has("name").Should().BeTrue();
        foreach (var member in (string[])["type", "title", "detail"])
            problem.Text(member).Should().NotBeEmpty(member);
        foreach (var (path, status) in ((string, int)[])[("/v1/nowhere", 404), ("/v1/numbers/x/status", 404)])
            (await host.Call("GET", path, null, null, ("accept", "application/problem+json"))).Expect(status).GetProperty("status")
                .GetInt32().Should().Be(status);
    }

    [Fact]
    public async Task The_older_prefix_answers_the_same()
    {
        var link = (await host.Post("/api/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone })).Expect(201);

        (await host.Get($"/api/v1/remote-pairing/{link.Token()}", "")).Text.Should().Be((await host.Info(link.Token())).Text);
        (await host.Get("/api/v1/numbers/x/status", "")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await host.Get("/api/v1/nowhere")).ShouldBeRefused(404, "NOT_FOUND");
        (await host.Get("/api/v10/numbers/x/status")).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Theory]
    [InlineData("GET", "/v1/nowhere")]
    [InlineData("POST", "/v1/messages")]
    [InlineData("GET", "/v1/subscription")]
    [InlineData("POST", "/v1/numbers/check")]
    [InlineData("GET", "/v1")]
    [InlineData("GET", "/v1/remote-pairing/a/b/c")]
    public async Task What_is_not_served_is_not_found(string method, string path) =>
        (await host.Call(method, path)).ShouldBeRefused(404, "NOT_FOUND");

    [Theory]
    [InlineData("PUT", "/v1/numbers/x/status", "GET")]
    [InlineData("GET", "/v1/links/x/revoke", "POST")]
    [InlineData("GET", "/v1/numbers/x/logout", "POST")]
    [InlineData("DELETE", "/v1/remote-pairing/x", "GET")]
    [InlineData("GET", "/v1/remote-pairing/x/connect", "POST")]
    [InlineData("PATCH", "/v1/links/x/rotate", "POST")]
    public async Task Another_method_is_refused_with_the_allowed_one(string method, string path, string allowed)
    {
        var answer = await host.Call(method, path);

        answer.ShouldBeRefused(405, "METHOD_NOT_ALLOWED");
        answer.Headers["allow"].Split(',', StringSplitOptions.TrimEntries).Should().Equal(allowed);
    }

    [Theory]
    [InlineData("/v1/remote-pairing/{0}")]
    [InlineData("/v1/remote-pairing/{0}/status")]
    [InlineData("/v1/connect/{0}/branding")]
    public async Task A_HEAD_is_a_GET_without_its_body(string path)
    {
        var link = await host.NewLink();
        var get = await host.Get(string.Format(null, path, link.Token()), "");

        var head = await host.Call("HEAD", string.Format(null, path, link.Token()), null, "");

        head.Status.Should().Be(get.Status).And.Be(200);
        head.Text.Should().BeEmpty();
        head.Headers["content-type"].Should().Be(get.Headers["content-type"]);
        (await host.Call("HEAD", string.Format(null, path, "rp_x"), null, "")).Status.Should().Be(404);
    }

    [Fact]
    public async Task A_HEAD_of_a_stream_does_not_wait_for_its_end()
    {
        var link = await host.NewLink();

        var head = await host.Call("HEAD", $"/v1/remote-pairing/{link.Token()}/events", null, "").WaitAsync(Patience.Longest);

        head.Status.Should().BeOneOf(200, 405);
    }

    [Fact]
    public async Task The_machine_says_that_it_lives_and_is_ready()
    {
        (await host.Get("/health/live", "")).Status.Should().Be(200);
        (await host.Get("/health/ready", "")).Status.Should().Be(200);
    }
}
