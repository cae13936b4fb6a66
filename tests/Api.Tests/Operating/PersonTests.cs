using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PilotPairing.Api.Tests.Hosting;
using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Domain.Numbers;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>
/// A person's data by <c>pilotpairing person</c>: what is exported, and that a dump of the database holds no written form of an erased
/// number.
/// </summary>
public sealed class PersonTests : IAsyncLifetime
{
    private const string Phone = "+55 (11) 98765-4321";

    /// <summary>As WhatsApp may know it: without the ninth digit.</summary>
    private const string OldForm = "551187654321";

    private readonly ApiHost _host = new() { RunsJobs = true };

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Nothing_of_an_erased_number_is_left_in_a_dump_and_others_are_untouched()
    {
        await using var sink = await WebhookSink.Start();
        // As many receivers do; answers are kept with the delivery.
        sink.Answer = context => context.Response.WriteAsync("saw " + System.Text.Encoding.UTF8.GetString(sink.All[^1].Body));
        await _host.NewEndpoint(sink.Url, ["*"]);
        await Live();
        var other = (await _host.OpenNumber(new { name = "Outra", number = "+5511911112222" })).Link;
        await Scene.Eventually(async () => await _host.Query<bool>(
            "select not exists (select from outbox) and exists (select from delivery_attempts where event_type = 'number.connected')"));
        (await Dump()).Should().MatchRegex(Written);

        var (code, output, errors) = await Run("erase");

        code.Should().Be(0, output + errors);
        output.Should().MatchRegex(
            @"^Deleted: 3 numbers, 3 links, 2 attempts, [1-9]\d* messages, [1-9]\d* events, [1-9]\d* attempts at deliveries, [1-9]\d* other rows\n$");
        output.Should().NotMatchRegex(Written);
        // The simulator is a gateway: the end of its session is pending work that names the phone.
        await Scene.Eventually(async () => !await _host.Query<bool>("select exists (select from outbox where kind = 'cleanup')"));
        (await Dump()).Should().NotMatchRegex(Written);
        (await _host.Get($"/v1/numbers/{other.NumberId()}")).Expect(200).Text("state").Should().Be("OPEN");
        (await _host.Query<long>("select count(*) from audit_log where action = 'PersonErased' and subject like 'num_%'")).Should().Be(3);
        sink.All.Count(request => System.Text.Encoding.UTF8.GetString(request.Body).Contains("number.removed")).Should()
            .Be(1, "that is of the number removed before: the erasure sends none, since it would name the number again");
    }

    [Fact]
    public async Task Erasing_twice_and_erasing_nobody_says_so()
    {
        await Live();
        (await Run("erase")).Code.Should().Be(0);
        await Scene.Eventually(async () => !await _host.Query<bool>("select exists (select from outbox where kind = 'cleanup')"));

        (await Run("erase")).Should().Be((0, "Nothing is stored of this number.\n", ""));
        var (_, json, _) = await Run("erase", "--json");
        JsonDocument.Parse(json).RootElement.GetProperty("numbers").GetInt32().Should().Be(0);
    }

    [Fact]
    public async Task What_a_tenant_wrote_elsewhere_is_named_and_left()
    {
        await _host.NewLink(new { name = "Outra", number = "+5511911112222", externalRef = "friend of +55 11 98765-4321" });

        var (code, output, errors) = await Run("erase");

        (code, output).Should().Be((0, "Nothing is stored of this number.\n"));
        errors.Should().Contain("numbers.external_ref: 1 rows, in a text that a tenant wrote").And.Contain("pairing_links.external_ref")
            .And.NotMatchRegex(Written);
    }

    [Fact]
    public async Task An_export_is_one_JSON_object_of_all_tenants_without_secrets()
    {
        var link = await Live();

        var (code, output, _) = await Run("export");

        code.Should().Be(0);
        var person = JsonDocument.Parse(output).RootElement;
        person.Text("number").Should().Be("+5511987654321");
        person.GetProperty("numbers").EnumerateArray().Select(number => number.Text("number")).Should()
            .BeEquivalentTo("5511987654321", "5511987654321", OldForm);
        person.GetProperty("links").GetArrayLength().Should().Be(3);
        person.GetProperty("attempts").GetArrayLength().Should().Be(2);
        person.GetProperty("starts").GetArrayLength().Should().Be(1);
        person.GetProperty("messages").GetArrayLength().Should().BeGreaterThan(0);
        person.GetProperty("events").EnumerateArray().Should().Contain(happened => happened.Text("type") == "number.connected");
        output.Should().NotContain(link.Token()).And.NotContain("token_hash").And.NotContain("envelope");
    }

    [Fact]
    public async Task A_number_that_is_none_is_refused()
    {
        var (code, _, errors) = await Served.RunApart(_host.Database.ConnectionString, [], "person", "erase", "--number", "somebody");

        code.Should().Be(1);
        errors.Should().Contain("--number must be a phone number in international form");
    }

    /// <summary>Three numbers of two tenants in two forms: one connected, one with a code and a message, one removed.</summary>
    private async Task<JsonElement> Live()
    {
        var (link, _) = await _host.OpenNumber(new { name = "Loja", number = Phone, metadata = new { owner = OldForm } });
        var second = await _host.NewTenant();
        await _host.NewLink(new { name = "Loja", number = Phone, sendViaWhatsApp = true }, second.Key.Raw.Value);
        var (third, _) = await _host.StartedLink(new { name = "Loja", number = OldForm });
        (await _host.Call("DELETE", $"/v1/numbers/{third.NumberId()}")).Expect(200);
        // As a link of a live tenant counts it.
        await _host.Query<long>(
            $"""
            with counted as (
                insert into pairing_starts (phone, method, attempt_id, started_at)
                values ('{PhoneNumber.Parse(Phone)!.Value.Same}', 'Qr', gen_random_uuid(), now())
                returning 1)
            select count(*) from counted
            """);
        return link;
    }

    /// <summary>Any form of the number, with whatever people write between its digits.</summary>
    private static string Written => string.Join('|',
        PhoneNumber.Parse(Phone)!.Value.Forms.Select(form => string.Join("[ .()/-]*", form.ToCharArray())));

    private Task<(int Code, string Output, string Errors)> Run(string verb, params string[] options) =>
        Served.RunApart(_host.Database.ConnectionString, [], ["person", verb, "--number", Phone, .. options]);

    private async Task<string> Dump()
    {
        var file = Path.GetTempFileName();
        try
        {
            await PostgresPrograms.Run("pg_dump", _host.Database.ConnectionString, "--data-only", "--file", file);
            return await File.ReadAllTextAsync(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
