using System.Globalization;
using System.Text.Json;

namespace PilotPairing.Api.Tests.Meta;

/// <summary>What a browser brings back from the simulated Meta.</summary>
internal static class MetaScene
{
    private static int _last = 10_000_000;

    /// <summary>A phone of its own for each test.</summary>
    public static string NewPhone() => "55119" + Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);

    public static Task<Answer> CompleteEmbedded(
        this ApiHost host, JsonElement link, string code, string? phoneNumberId = null, string? wabaId = "102290129340398") =>
        host.Post($"/v1/meta-embedded/{link.Token()}/complete", new { code, phoneNumberId, wabaId, @event = "FINISH" }, "");

    public static Task<Answer> CompleteCredentials(
        this ApiHost host, JsonElement link, string phoneNumberId, string accessToken = "EAAG-typed", string? pin = null,
        string? name = null) =>
        host.Post($"/v1/meta-credentials/{link.Token()}/complete",
            new { phoneNumberId, wabaId = "102290129340398", accessToken, pin, name }, "");

    public static Task<Answer> Report(this ApiHost host, JsonElement link, string kind, string? value = null) =>
        host.Post($"/v1/remote-pairing/{link.Token()}/report", new { kind, value }, "");

    /// <summary>Every table, each row as text.</summary>
    public static async Task ShouldKeepNowhere(this ApiHost host, string secret)
    {
        var tables = await host.Query<string>("select string_agg(tablename, ',') from pg_tables where schemaname = 'public'");
        foreach (var table in tables.Split(','))
        {
            (await host.Query<long>($"select count(*) from {table} row where position(@secret in row::text) > 0", new { secret })).Should()
                .Be(0, table);
            // Bytes are printed as hex.
            (await host.Query<long>(
                $"select count(*) from {table} row where position(encode(convert_to(@secret, 'UTF8'), 'hex') in row::text) > 0",
                new { secret })).Should().Be(0, table);
        }
    }
}
