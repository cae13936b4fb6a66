namespace PilotPairing.Api.Tests.Access;

/// <summary>The keys of numbers: who may make them, what the list shows, and that a key is shown once.</summary>
public sealed class ApiKeyTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_number_has_no_key_until_one_is_made()
    {
        var number = (await api.NewLink()).Text("numberId");

        var before = (await Listed(number));
        before.Members().Should().Equal("numberId", "number", "displayName", "keyId", "keyLast4", "key", "revealable");
        before.Text("number").Should().Be("5511999999999");
        before.Text("displayName").Should().Be("Loja");
        before.IsNull("keyId").Should().BeTrue();
        before.IsNull("keyLast4").Should().BeTrue();

        var made = (await api.Post("/v1/api-keys", new { whatsappNumberId = number })).Expect(201);
        made.Members().Should().Equal("id", "name", "key", "keyPrefix", "keyLast4", "scope", "whatsappNumberId", "createdAt");
        made.Text("name").Should().Be("Default");
        made.Text("key").Should().StartWith("ps_test_").And.EndWith(made.Text("keyLast4"));
        made.Text("keyPrefix").Should().Be("ps_test_");
        made.Text("scope").Should().Be("number");
        made.Text("whatsappNumberId").Should().Be(number);

        var after = await Listed(number);
        after.Text("keyId").Should().Be(made.Text("id"));
        after.Text("keyLast4").Should().Be(made.Text("keyLast4"));
        after.IsNull("key").Should().BeTrue("a key is shown once");
        after.GetProperty("revealable").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task An_answer_with_a_key_is_kept_by_nobody()
    {
        var answer = await api.Post("/v1/api-keys", new { whatsappNumberId = (await api.NewLink()).Text("numberId") });

        answer.Headers["cache-control"].Should().Be("no-store");
    }

    [Fact]
    public async Task A_second_key_of_a_number_ends_the_first_at_once()
    {
        var first = await api.NewKeyedNumber();

        var second = (await api.Post("/v1/api-keys", new { whatsappNumberId = first.NumberId })).Expect(201);

        (await api.Get("/v1/me", first.Key)).ShouldBeRefused(401, "UNAUTHORIZED");
        (await api.Get("/v1/me", second.Text("key"))).Expect(200).Text("whatsappNumberId").Should().Be(first.NumberId);
        (await Listed(first.NumberId)).Text("keyId").Should().Be(second.Text("id"));
    }

    [Fact]
    public async Task A_second_key_with_grace_leaves_the_first_alive()
    {
        var first = await api.NewKeyedNumber();

        (await api.Post("/v1/api-keys", new { whatsappNumberId = first.NumberId, graceSeconds = 600 })).Expect(201);

        (await api.Get("/v1/me", first.Key)).Expect(200);
    }

    [Fact]
    public async Task Many_at_once_leave_one_key_alive()
    {
        var number = (await api.NewLink()).Text("numberId");

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.Post("/v1/api-keys", new { whatsappNumberId = number })));

        var alive = 0;
        foreach (var answer in made)
            alive += (await api.Get("/v1/me", answer.Expect(201).Text("key"))).Status == 200 ? 1 : 0;
        alive.Should().Be(1);
    }

    [Fact]
    public async Task A_bad_body_gets_all_its_faults_reported() =>
        (await api.Post("/v1/api-keys", new { graceSeconds = 604_801 })).ShouldNameFields("graceSeconds", "whatsappNumberId");

    [Fact]
    public async Task Wrong_types_are_reported_together_with_missing_members() =>
        (await api.Post("/v1/api-keys", new { graceSeconds = "soon" })).ShouldNameFields("graceSeconds", "whatsappNumberId");

    [Theory]
    [InlineData("num_00000000000000000000000000")]
    [InlineData("lnk_00000000000000000000000000")]
    [InlineData("mine")]
    public async Task A_number_that_nobody_has_is_not_found(string number) =>
        (await api.Post("/v1/api-keys", new { whatsappNumberId = number })).ShouldBeRefused(404, "NUMBER_NOT_FOUND");

    [Fact]
    public async Task Another_tenants_number_is_not_found_and_not_listed()
    {
        var other = await api.NewTenant();
        var number = (await api.NewLink(key: other.Key.Raw.Value)).Text("numberId");

        (await api.Post("/v1/api-keys", new { whatsappNumberId = number })).ShouldBeRefused(404, "NUMBER_NOT_FOUND");
        (await api.Get("/v1/api-keys")).Expect(200).EnumerateArray().Should().NotContain(item => item.Text("numberId") == number);
    }

    [Fact]
    public async Task The_newest_number_comes_first()
    {
        var older = (await api.NewLink()).Text("numberId");
        var newer = (await api.NewLink()).Text("numberId");

        var listed = (await api.Get("/v1/api-keys")).Expect(200).EnumerateArray().Select(item => item.Text("numberId")).ToList();

        listed.IndexOf(newer).Should().BeLessThan(listed.IndexOf(older));
    }

    [Theory]
    [InlineData("GET", "/v1/api-keys")]
    [InlineData("POST", "/v1/api-keys")]
    [InlineData("GET", "/v1/settings")]
    [InlineData("PATCH", "/v1/settings")]
    public async Task A_number_key_does_not_reach_what_is_the_tenants(string method, string path)
    {
        var number = await api.NewKeyedNumber();

        (await api.Call(method, path, "{ not even json", number.Key)).ShouldBeRefused(403, "NUMBER_SCOPE_NOT_ALLOWED");
    }

    [Theory]
    [InlineData("GET", "/v1/me")]
    [InlineData("GET", "/v1/api-keys")]
    [InlineData("POST", "/v1/api-keys")]
    [InlineData("POST", "/v1/api-keys/regenerate")]
    [InlineData("GET", "/v1/settings")]
    [InlineData("PATCH", "/v1/settings")]
    public async Task Without_a_key_there_is_nothing_but_401(string method, string path)
    {
        foreach (var key in new[] { "", "ps_", "ps_test_nobody", "sk_live_of_someone_else" })
        {
            var answer = await api.Call(method, path, method == "GET" ? null : "{ not even json", key);
            answer.ShouldBeRefused(401, "UNAUTHORIZED");
            answer.Json.Text("error").Should().Be("Unauthorized");
        }
    }

    [Fact]
    public async Task A_bearer_or_a_query_string_authenticates_nobody()
    {
        var key = api.Tenant.Key.Raw.Value;

        (await api.Call("GET", "/v1/me", null, "", ("Authorization", "Bearer " + key))).ShouldBeRefused(401, "UNAUTHORIZED");
        (await api.Get($"/v1/me?x-api-key={key}&api_key={key}", "")).ShouldBeRefused(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task A_key_reads_its_own_identity()
    {
        var number = await api.NewKeyedNumber();

        var tenant = (await api.Get("/v1/me")).Expect(200);
        tenant.Members().Should().Equal("tenantId", "mode", "scope", "keyId", "whatsappNumberId");
        tenant.Text("tenantId").Should().Be(api.Tenant.Tenant.Id.ToString());
        tenant.Text("mode").Should().Be("test");
        tenant.Text("scope").Should().Be("tenant");
        tenant.Text("keyId").Should().Be(api.Tenant.Key.Id.ToString());
        tenant.IsNull("whatsappNumberId").Should().BeTrue();

        var own = (await api.Get("/api/v1/me", number.Key)).Expect(200);
        own.Text("scope").Should().Be("number");
        own.Text("keyId").Should().Be(number.KeyId);
        own.Text("whatsappNumberId").Should().Be(number.NumberId);
    }

    [Fact]
    public async Task The_key_of_a_removed_number_dies_with_it()
    {
        var number = await api.NewKeyedNumber();

        (await api.Call("DELETE", $"/v1/numbers/{number.NumberId}")).Expect(200);

        (await api.Get("/v1/me", number.Key)).ShouldBeRefused(401, "UNAUTHORIZED");
        (await api.Get("/v1/api-keys")).Expect(200).EnumerateArray().Should().NotContain(item => item.Text("numberId") == number.NumberId);
    }

    private async Task<System.Text.Json.JsonElement> Listed(string number) =>
        (await api.Get("/v1/api-keys")).Expect(200).EnumerateArray().Single(item => item.Text("numberId") == number);
}
