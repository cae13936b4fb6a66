using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Api.Tests.Access;
using PilotPairing.Application.Embed;

namespace PilotPairing.Api.Tests.Embed;

/// <summary>Embed sessions: who gets which, and how long one can be renewed.</summary>
public sealed class EmbedSessionTests(ApiHost api) : IClassFixture<ApiHost>
{
    private static readonly string[] Origins = ["https://app.example"];

    [Fact]
    public async Task A_session_says_what_it_is_for()
    {
        var number = (await api.NewLink()).Text("numberId");
        var before = TimeProvider.System.GetUtcNow();

        var session = (await api.Post("/v1/embed/sessions",
            new { surface = "connect", allowedOrigins = new[] { "HTTPS://App.example" }, whatsappNumberIds = new[] { number } }))
                .Expect(201);

        session.Members().Should().Equal("token", "surface", "whatsappNumberIds", "allowedOrigins", "expiresAt");
        session.Text("surface").Should().Be("connect");
        Texts(session, "whatsappNumberIds").Should().Equal(number);
        Texts(session, "allowedOrigins").Should().Equal("https://app.example");
        session.GetProperty("expiresAt").GetDateTimeOffset().Should().BeCloseTo(before.AddMinutes(30), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_number_keys_session_is_its_own_numbers_whatever_it_asks_for()
    {
        var key = await api.NewKeyedNumber();

        var session = (await api.Post("/v1/embed/sessions", Body(numbers: [(await api.NewLink()).Text("numberId"), "nonsense"]), key.Key))
            .Expect(201);

        Texts(session, "whatsappNumberIds").Should().Equal(key.NumberId);
    }

    [Fact]
    public async Task A_number_of_nobodys_or_anothers_is_not_found()
    {
        var other = (await api.NewLink(key: (await api.NewTenant()).Key.Raw.Value)).Text("numberId");
        var own = (await api.NewLink()).Text("numberId");

        (await api.Post("/v1/embed/sessions", Body(numbers: [own, other]))).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
        (await api.Post("/v1/embed/sessions", Body(numbers: ["nonsense"]))).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
    }

    [Fact]
    public async Task The_chat_surface_is_known_and_not_served()
    {
        (await api.Post("/v1/embed/sessions", new { surface = "chat", allowedOrigins = Origins }))
            .ShouldBeRefused(400, "SURFACE_NOT_SUPPORTED");
        (await api.Post("/v1/embed/sessions", new { surface = "chat" })).ShouldBeRefused(400, "SURFACE_NOT_SUPPORTED");
    }

    [Fact]
    public async Task A_bad_body_gets_all_its_faults_reported()
    {
        (await api.Post("/v1/embed/sessions", "")).ShouldNameFields("allowedOrigins", "surface");
        (await api.Post("/v1/embed/sessions",
            new
            {
                surface = "Connect",
                allowedOrigins = Array.Empty<string>(),
                ttlSeconds = 59,
                brandingOverride = new { primaryColor = "red" }
            }))
            .ShouldNameFields("allowedOrigins", "brandingOverride.primaryColor", "surface", "ttlSeconds");
        (await api.Post("/v1/embed/sessions",
            new { surface = 1, allowedOrigins = "https://app.example", ttlSeconds = 3601, whatsappNumberIds = "x" }))
            .ShouldNameFields("allowedOrigins", "surface", "ttlSeconds", "whatsappNumberIds");
        (await api.Post("/v1/embed/sessions",
            new { surface = "connect", allowedOrigins = Enumerable.Range(0, 21).Select(n => $"https://a{n}.example") }))
                .ShouldNameFields("allowedOrigins");
        (await api.Post("/v1/embed/sessions", "{")).ShouldBeRefused(400, "INVALID_JSON");
    }

    [Fact]
    public async Task Without_a_key_there_is_no_session()
    {
        (await api.Post("/v1/embed/sessions", Body(), "")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await api.Post("/v1/embed/sessions", Body(), "ps_test_nobody")).ShouldBeRefused(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task A_session_opens_no_route()
    {
        var token = (await api.Post("/v1/embed/sessions", Body())).Expect(201).Text("token");

        (await api.Get("/v1/me", token)).ShouldBeRefused(401, "UNAUTHORIZED");
        (await api.Get("/v1/remote-pairing/" + token, "")).ShouldBeRefused(404, "LINK_NOT_FOUND");
    }

    [Fact]
    public async Task A_session_renews_itself_with_the_same_terms()
    {
        var minted = (await api.Post("/v1/embed/sessions", Body(ttl: 60))).Expect(201);

        var refreshed = await Refresh(minted.Text("token"), ("Origin", "https://app.example"));

        var session = refreshed.Expect(201);
        session.Members().Should().Equal("token", "surface", "whatsappNumberIds", "allowedOrigins", "expiresAt");
        Texts(session, "allowedOrigins").Should().Equal(Origins);
        session.GetProperty("expiresAt").GetDateTimeOffset().Should().BeOnOrAfter(minted.GetProperty("expiresAt").GetDateTimeOffset());
        refreshed.Headers["access-control-allow-origin"].Should().Be("https://app.example");
        (await Refresh(session.Text("token"))).Expect(201);
    }

    [Fact]
    public async Task Another_origin_does_not_read_the_renewal()
    {
        var token = (await api.Post("/v1/embed/sessions", Body())).Expect(201).Text("token");

        (await Refresh(token, ("Origin", "https://other.example"))).Headers.Should().NotContainKey("access-control-allow-origin");
        var asked = await api.Call("OPTIONS", "/api/public/embed/refresh", null, "", ("Origin", "https://app.example"),
            ("Access-Control-Request-Method", "POST"));
        asked.Status.Should().Be(204);
        asked.Headers["access-control-allow-headers"].Should().Contain("authorization");
    }

    [Fact]
    public async Task A_renewal_ends_a_day_after_the_first_session()
    {
        var (seal, now) = (api.App.Services.GetRequiredService<IEmbedSeal>(), TimeProvider.System.GetUtcNow());

        var late = (await Refresh(seal.Seal(Session(now.AddHours(-23.9), now.AddMinutes(1), 3600)))).Expect(201);
        late.GetProperty("expiresAt").GetDateTimeOffset().Should().BeCloseTo(now.AddHours(0.1), TimeSpan.FromSeconds(1));

        (await Refresh(seal.Seal(Session(now.AddHours(-24.1), now.AddMinutes(1), 3600)))).ShouldBeRefused(401, "INVALID_SESSION");
    }

    [Fact]
    public async Task What_is_expired_forged_or_missing_is_no_session()
    {
        var (seal, now) = (api.App.Services.GetRequiredService<IEmbedSeal>(), TimeProvider.System.GetUtcNow());
        var good = seal.Seal(Session(now, now.AddMinutes(1), 60));
        var parts = good.Split('.');
        var longer = seal.Seal(Session(now, now.AddMinutes(2), 60)).Split('.');

        foreach (var bad in new[]
        {
            seal.Seal(Session(now.AddMinutes(-2), now.AddSeconds(-1), 60)), $"{longer[0]}.{parts[1]}", parts[0], parts[0] + ".", good[3..],
            good + ".x", "es_.", "es_%%.%%", api.Tenant.Key.Raw.Value,
        })
            (await Refresh(bad)).ShouldBeRefused(401, "INVALID_SESSION");
        (await api.Post("/api/public/embed/refresh", null, "")).ShouldBeRefused(401, "INVALID_SESSION");
        (await Refresh(good)).Expect(201);
    }

    [Fact]
    public async Task A_session_ends_with_the_key_that_made_it()
    {
        var key = (await api.NewTenant()).Key.Raw.Value;
        var token = (await api.Post("/v1/embed/sessions", Body(), key)).Expect(201).Text("token");
        (await Refresh(token)).Expect(201);

        (await api.Post("/v1/api-keys/regenerate", null, key)).Expect(201);

        (await Refresh(token)).ShouldBeRefused(401, "INVALID_SESSION");
    }

    private Task<Answer> Refresh(string token, params (string, string)[] headers) =>
        api.Call("POST", "/api/public/embed/refresh", null, "", [("Authorization", "Bearer " + token), .. headers]);

    private EmbedSession Session(DateTimeOffset first, DateTimeOffset expires, int ttl) =>
        new(api.Tenant.Tenant.Id, api.Tenant.Key.Id, [], Origins, null, ttl, first, expires);

    private static object Body(IReadOnlyList<string>? numbers = null, int? ttl = null) =>
        new { surface = "connect", allowedOrigins = Origins, whatsappNumberIds = numbers, ttlSeconds = ttl };

    private static List<string> Texts(JsonElement session, string member) =>
        [.. session.GetProperty(member).EnumerateArray().Select(item => item.GetString()!)];
}
