using System.Text.Json;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Hosting;

/// <summary>What the built program writes in Production: JSON, one object a line and one line a request.</summary>
public sealed class JsonLogTests
{
    [Fact]
    public async Task In_Production_every_line_is_a_JSON_object_with_an_event_id_and_a_request_is_one_line()
    {
        await using var database = await TestPostgres.CreateDatabase();
        await using var served = await Served.Start(database.ConnectionString, ("ASPNETCORE_ENVIRONMENT", "Production"));
        var token = "rp_" + new string('A', 43);

        var answer = await served.Send($"/v1/remote-pairing/{token}/connect?secret=hidden", new { }, null);

        answer.Status.Should().Be(404);
        var request = answer.Headers["x-request-id"];
        await Scene.Eventually(() => Task.FromResult(served.Written.Contains(request, StringComparison.Ordinal)));
        var lines = served.Written.Split('\n').Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Should().OnlyContain(line => line.GetProperty("EventId").GetInt32() > 0 && line.Text("Timestamp").EndsWith('Z'));
        var state = lines.Where(line => line.GetRawText().Contains(request)).Should().ContainSingle().Which;
        state.GetProperty("EventId").GetInt32().Should().Be(1900);
        state.GetProperty("State").Text("Route").Should().Be("/v1/remote-pairing/{token}/connect");
        state.GetProperty("State").GetProperty("Status").ToString().Should().Be("404");
        served.Written.Should().NotContain(token).And.NotContain("hidden");
    }

    [Fact]
    public async Task A_person_may_have_lines_instead()
    {
        await using var database = await TestPostgres.CreateDatabase();
        await using var served = await Served.Start(database.ConnectionString, ("Logging__Console__FormatterName", "simple"));

        await Scene.Eventually(() => Task.FromResult(served.Written.Contains("info: ", StringComparison.Ordinal)));
        served.Written.Should().NotContain("{\"");
    }
}
