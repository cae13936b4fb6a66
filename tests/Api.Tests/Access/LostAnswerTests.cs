using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using PilotPairing.Api.Tests.Branding;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Access;

/// <summary>
/// A keyed POST whose work was committed and whose answer was not: it is made again from what the work made, and nothing is made twice.
/// </summary>
public sealed class LostAnswerTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Loses =
        """
        create or replace function lose_answer() returns trigger language plpgsql as $$ begin raise exception 'lost' using errcode = '57P01'; end $$;
        create or replace trigger lose_answer before update on idempotency_keys for each row when (new.state = 'Answered' and new.key like 'lost%') execute function lose_answer()
        """;

    private const string KeepsAgain = "drop trigger lose_answer on idempotency_keys";

    [Fact]
    public async Task A_link_is_answered_again_with_its_token()
    {
        var again = await Lost("/v1/numbers/remote-pairing",
            new { name = "Loja", number = Scene.Phone, externalRef = "order-1", metadata = new { a = "b" } });

        var link = again.Expect(201);
        again.Headers["idempotent-replayed"].Should().Be("true");
        again.Headers["location"].Should().Be($"/v1/links/{link.LinkId()}");
        link.Text("externalRef").Should().Be("order-1");
        link.Text("remotePairingUrl").Should().EndWith(link.Token());
        (await host.Connect(link.Token())).Expect(200);
        (await host.Get("/v1/links?externalRef=order-1")).Expect(200).GetArrayLength().Should().Be(1);
        (await host.Query<long>("select count(*) from numbers where id = @id", new { id = Scene.Uuid(link.NumberId()) })).Should().Be(1);
    }

    [Fact]
    public async Task Many_links_are_answered_again_with_their_tokens_and_the_refused_entries_as_they_were_judged()
    {
        var tenants = (await host.NewTenant()).Key.Raw.Value;
        var (open, foreign) = ((await host.OpenNumber()).Link.NumberId(), (await host.NewLink(key: tenants)).NumberId());
        var body = new
        {
            links = new object[]
            {
                new { name = "Loja", number = Scene.Phone, externalRef = "bulk-lost" }, new { },
                new { reconnect = new { numberId = open } },
                new { reconnect = new { numberId = foreign } }, new { name = "Loja", number = Scene.Phone, sendViaWhatsApp = true },
            },
        };
        var key = "lost-" + Draw();
        var first = await Losing(() => Send("/v1/numbers/remote-pairing/bulk", body, key));
        first.Expect(200);
        // It would be judged otherwise by now.
        (await host.Post($"/v1/numbers/{open}/logout")).Expect(200);

        var again = await Send("/v1/numbers/remote-pairing/bulk", body, key);

        again.Headers["idempotent-replayed"].Should().Be("true");
        var results = again.Expect(200).GetProperty("results");
        WithoutRequest(results).Should().Be(WithoutRequest(first.Json.GetProperty("results")));
        results.EnumerateArray().Select(result => result.GetProperty("status").GetInt32()).Should().Equal(201, 400, 409, 404, 201);
        (await host.Connect(results[0].GetProperty("link").Token())).Expect(200);
        (await host.Get("/v1/links?externalRef=bulk-lost")).Expect(200).GetArrayLength().Should().Be(1);

        static string WithoutRequest(JsonElement results) => Regex.Replace(results.GetRawText(), "\"requestId\":\"[^\"]*\"", "");
    }

    [Fact]
    public async Task A_link_of_many_that_was_revoked_meanwhile_is_named_and_the_others_are_shown()
    {
        var key = "lost-" + Draw();
        var body = new { links = new[] { new { name = "Loja", number = Scene.Phone }, new { name = "Loja", number = Scene.Phone } } };
        var first = await Losing(() => Send("/v1/numbers/remote-pairing/bulk", body, key));
        var link = first.Expect(200).GetProperty("results")[0].GetProperty("link").LinkId();
        (await host.Post($"/v1/links/{link}/revoke")).Expect(200);

        var results = (await Send("/v1/numbers/remote-pairing/bulk", body, key)).Expect(200).GetProperty("results");

        results[0].GetProperty("status").GetInt32().Should().Be(409);
        results[0].GetProperty("error").Text("code").Should().Be("IDEMPOTENCY_IN_PROGRESS");
        results[0].GetProperty("error").GetProperty("details").Text("resource").Should().Be(link);
        results[1].GetRawText().Should().Be(first.Json.GetProperty("results")[1].GetRawText());
    }

    [Fact]
    public async Task It_is_stored_then_and_answered_from_there()
    {
        var key = "lost-" + Draw();
        var first = await LostUnder(key, "/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone });

        var again = await Send("/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone }, key);

        again.Expect(201).GetRawText().Should().Be(first.Expect(201).GetRawText());
        (await host.Query<string>("select state from idempotency_keys where key = @key", new { key })).Should().Be("Answered");
    }

    [Fact]
    public async Task A_link_that_was_revoked_meanwhile_is_named_and_its_token_is_not_shown()
    {
        var key = "lost-" + Draw();
        var body = new { name = "Loja", number = Scene.Phone, externalRef = key };
        (await Losing(() => Send("/v1/numbers/remote-pairing", body, key))).Expect(201);
        var link = (await host.Get("/v1/links?externalRef=" + key)).Expect(200)[0].Text("id");
        (await host.Post($"/v1/links/{link}/revoke")).Expect(200);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var again = await Send("/v1/numbers/remote-pairing", body, key);
            again.ShouldBeRefused(409, "IDEMPOTENCY_IN_PROGRESS");
            again.Json.GetProperty("details").GetProperty("resource").GetString().Should().Be(link);
        }
    }

    [Fact]
    public async Task Another_body_under_the_key_is_still_another_request()
    {
        var key = "lost-" + Draw();
        (await Losing(() => Send("/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone }, key))).Expect(201);

        (await Send("/v1/numbers/remote-pairing", new { name = "Other", number = Scene.Phone }, key))
            .ShouldBeRefused(409, "IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task A_number_and_its_code_are_answered_again()
    {
        var number = (await Lost("/v1/numbers", new { name = "Loja", number = "+5511988880001" })).Expect(201);

        number.Text("qrcodeBase64").Should().NotBeEmpty();
        (await host.Query<long>("select count(*) from numbers where number = '5511988880001'")).Should().Be(1);
    }

    [Fact]
    public async Task A_rotated_link_is_answered_again_with_its_new_token()
    {
        var link = await host.NewLink();

        var rotated = (await Lost($"/v1/links/{link.LinkId()}/rotate", new { expiresInSeconds = 600 })).Expect(200);

        rotated.Token().Should().NotBe(link.Token());
        (await host.Info(rotated.Token())).Expect(200);
    }

    [Fact]
    public async Task Revoking_and_logging_out_run_again()
    {
        var (link, _) = await host.OpenNumber();
        (await Lost($"/v1/numbers/{link.NumberId()}/logout", null, isTwin: false)).Expect(200).Text("state").Should().Be("CLOSE");
        (await Lost($"/v1/links/{(await host.NewLink()).LinkId()}/revoke", null)).Expect(200).Text("status").Should().Be("revoked");
        (await host.Events(link.NumberId(), "number.disconnected")).Should().ContainSingle();
    }

    [Fact]
    public async Task An_endpoint_its_secret_its_test_and_a_replay_are_answered_again()
    {
        var endpoint = (await Lost("/v1/webhooks", new { url = "https://example.com/hook", scope = "tenant", events = new[] { "*" } }))
            .Expect(201).Text("id");
        var secret = (await Lost($"/v1/webhooks/{endpoint}/secret/rotate", null)).Expect(200).Text("secret");
        (await host.Get($"/v1/webhooks/{endpoint}/secret")).Expect(200).Text("secret").Should().Be(secret);

        var test = (await Lost($"/v1/webhooks/{endpoint}/test", null)).Expect(200);
        (await host.Query<long>("select count(*) from events where type = 'webhook.test' and tenant_id = @id",
            new { id = host.Tenant.Tenant.Id.Value })).Should().Be(1);

        (await Lost($"/v1/deliveries/{test.Text("deliveryId")}/replay", null)).Expect(202).Text("deliveryId").Should().StartWith("dlv_");
    }

    [Fact]
    public async Task A_template_and_a_logo_are_answered_again()
    {
        var link = await host.NewLink();
        var body = new
        {
            name = "pilot_status_remote_pairing",
            category = "UTILITY",
            language = "en",
            body = "{{link}}",
            sender = new { numberId = link.NumberId() }
        };
        var template = (await Lost("/v1/templates", body)).Expect(201).Text("id");
        (await host.Get("/v1/templates")).Expect(200).EnumerateArray().Select(item => item.Text("id")).Should().Contain(template)
            .And.OnlyHaveUniqueItems();

        var logo = (await Lost("/v1/branding/logo", Images.Png)).Expect(201);
        (await host.Query<long>("select count(*) from assets where tenant_id = @id", new { id = host.Tenant.Tenant.Id.Value })).Should()
            .Be(1);
        logo.GetRawText().Should().Contain("/assets/ast_");
    }

    [Fact]
    public async Task A_key_whose_answer_is_lost_is_named_and_not_made_twice()
    {
        var link = await host.NewLink();

        var answer = await Lost("/v1/api-keys", new { whatsappNumberId = link.NumberId() });

        answer.ShouldBeRefused(409, "IDEMPOTENCY_IN_PROGRESS");
        answer.Json.GetProperty("details").GetProperty("resource").GetString().Should().StartWith("key_");
        (await host.Query<long>("select count(*) from api_keys where number_id = @id", new { id = Scene.Uuid(link.NumberId()) })).Should()
            .Be(1);
    }

    [Fact]
    public async Task What_a_replay_found_is_not_known_any_more_and_the_endpoint_is_named()
    {
        var endpoint = (await host.Post("/v1/webhooks",
            new { url = "https://example.com/other", scope = "tenant", events = new[] { "*" } })).Expect(201).Text("id");

        var answer = await Lost($"/v1/webhooks/{endpoint}/replay", new { since = "2020-01-01T00:00:00Z" });

        answer.ShouldBeRefused(409, "IDEMPOTENCY_IN_PROGRESS");
        answer.Json.GetProperty("details").GetProperty("resource").GetString().Should().Be(endpoint);
    }

    [Fact]
    public async Task A_process_that_is_killed_between_commit_and_answer_leaves_a_key_that_is_answered_within_a_minute()
    {
        await using var database = await TestPostgres.CreateDatabase();
        var key = JsonDocument.Parse(
            await Served.Output(database.ConnectionString, "tenant", "create", "--name", "lost", "--test", "--json"))
                .RootElement.Text("key");
        await using var connection = await database.Source.OpenConnectionAsync();
        // Storing the answer hangs until the process is dead.
        await connection.ExecuteAsync(
            Loses.Replace("raise exception 'lost' using errcode = '57P01';", "perform pg_sleep(600); return null;",
                StringComparison.Ordinal));
        var body = new { name = "Loja", number = Scene.Phone };
        await using (var first = await Served.Start(database.ConnectionString))
        {
            var asked = first.Send("/v1/numbers/remote-pairing", body, key, "lost-1");
            await Scene.Eventually(async () =>
                await connection.QuerySingleAsync<bool>(
                    "select exists (select from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database())"));
            asked.IsCompleted.Should().BeFalse();
            _ = asked.ContinueWith(gone => gone.Exception, TaskScheduler.Default);
        }

        await connection.ExecuteAsync(
            "select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()");
        await connection.ExecuteAsync(KeepsAgain);
        (await connection.QuerySingleAsync<bool>("select claimed_until <= now() + interval '60 seconds' from idempotency_keys")).Should()
            .BeTrue();
        await using var second = await Served.Start(database.ConnectionString);
        Answer? again = null;
        await Scene.Eventually(async () => (again = await second.Send("/v1/numbers/remote-pairing", body, key, "lost-1")).Status != 409);

        var link = again!.Expect(201);
        (await second.Send($"/v1/remote-pairing/{link.Token()}/connect", null, null)).Expect(200);
        (await connection.QuerySingleAsync<long>("select count(*) from numbers")).Should().Be(1);
        (await connection.QuerySingleAsync<long>("select count(*) from pairing_links")).Should().Be(1);
    }

    private static string Draw() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");

    private Task<Answer> Lost(string path, object? body, bool isTwin = true) => LostUnder("lost-" + Draw(), path, body, isTwin);

    /// <param name="isTwin">Whether the second answer is the first one's to the letter; one of an act that runs again has the time of
    /// now.</param>
    private async Task<Answer> LostUnder(string key, string path, object? body, bool isTwin = true)
    {
        var first = await Losing(() => Send(path, body, key));
        first.Status.Should().BeLessThan(300, first.Text);
        first.Headers.Should().NotContainKey("idempotent-replayed");

        var again = await Send(path, body, key);

        if (isTwin && again.Status != 409)
            again.Expect(first.Status).GetRawText().Should().Be(first.Json.GetRawText());
        return again;
    }

    private async Task<Answer> Losing(Func<Task<Answer>> send)
    {
        await host.Execute(Loses);
        var answer = await send();
        await host.Execute(KeepsAgain);
        return answer;
    }

    private Task<Answer> Send(string path, object? body, string key) =>
        host.Call("POST", path, body is byte[] image ? Images.Form(image) : body, null, ("Idempotency-Key", key));
}
