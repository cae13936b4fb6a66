using System.Text.Json;
using System.Text.RegularExpressions;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>
/// Requests of the original API's reference and of its public clients: each answer has the documented status and members, or the
/// difference is a row of docs/migrating.md.
/// </summary>
public sealed partial class MigratingTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("documentation.txt", 20)]
    [InlineData("clients.txt", 14)]
    public async Task Recorded_requests_are_answered_as_documented_or_the_difference_is_listed(string recording, int fewest)
    {
        var guide = Guide.Read("docs", "migrating.md");
        var key = (await host.NewTenant()).Key.Raw.Value;
        var names = new Dictionary<string, string>();
        var exchanges = Exchanges(recording);
        exchanges.Should().HaveCountGreaterThanOrEqualTo(fewest);

        foreach (var exchange in exchanges)
        {
            var request = Placeholder().Replace(exchange.Request, match => names[match.Groups["name"].Value]);
            var parts = request.Split(' ', 3);
            var answer = await host.Call(parts[0], parts[1], parts.Length > 2 ? parts[2] : null, key);

            var faults = Differences(exchange, answer).ToList();
            foreach (var (member, row) in exchange.Known)
            {
                faults.Should().ContainSingle(fault => fault.Member == member, $"{request} differs there, or the row of {row} is outdated");
                guide.Should().Contain($"| {row} |");
            }

            faults.Where(fault => !exchange.Known.ContainsKey(fault.Member)).Select(fault => $"{fault.Member}: {fault.Problem}")
                .Should().BeEmpty($"{request} → {answer}");
            foreach (var (name, path) in exchange.Names)
                names[name] = At(answer.Json, path).GetString()!;
        }
    }

    /// <summary>A member that the documented answer has and ours has not, or of another type; by its path.</summary>
    private static IEnumerable<(string Member, string Problem)> Differences(Exchange exchange, Answer answer)
    {
        var documented = JsonDocument.Parse(exchange.Answer).RootElement;
        if (answer.Status == exchange.Status)
            return Missing(documented, answer.Json, "");
        // What is not served at all differs in the first thing that a client would read.
        return [(exchange.Known.Keys.FirstOrDefault() ?? "status", $"{answer.Status} instead of {exchange.Status}")];
    }

    private static IEnumerable<(string Member, string Problem)> Missing(JsonElement documented, JsonElement ours, string path)
    {
        if (documented.ValueKind == JsonValueKind.Object && ours.ValueKind == JsonValueKind.Object)
            return documented.EnumerateObject().SelectMany(member => ours.TryGetProperty(member.Name, out var value)
                ? Missing(member.Value, value, path.Length == 0 ? member.Name : $"{path}.{member.Name}")
                : [($"{path}.{member.Name}".TrimStart('.'), "is not there")]);
        if (documented.ValueKind == JsonValueKind.Array && ours.ValueKind == JsonValueKind.Array)
        {
            // An empty list in the reference says nothing of what is in it.
            return ours.GetArrayLength() < documented.GetArrayLength() ? [(path, "has fewer items")]
                : documented.EnumerateArray().SelectMany((item, at) => Missing(item, ours[at], $"{path}[{at}]"));
        }

        return documented.ValueKind == ours.ValueKind || documented.ValueKind == JsonValueKind.Null
            || (IsBoolean(documented) && IsBoolean(ours)) ? [] : [(path, $"is {ours.ValueKind}")];
    }

    private static bool IsBoolean(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static JsonElement At(JsonElement answer, string path) =>
        path.Split('.').Aggregate(answer, (element, name) => element.GetProperty(name));

    private static List<Exchange> Exchanges(string recording)
    {
        var exchanges = new List<Exchange>();
        foreach (var line in File.ReadLines(Path.Combine(RepositoryRoot.Path, "tests", "Api.Tests", "Docs", "Migrating", recording)))
        {
            var rest = line.Length > 2 ? line[2..] : "";
            switch (line.FirstOrDefault())
            {
                case '>':
                    exchanges.Add(new(rest));
                    break;
                case '<':
                    (exchanges[^1].Status, exchanges[^1].Answer) =
                        (int.Parse(rest[..3], System.Globalization.CultureInfo.InvariantCulture), rest[4..]);
                    break;
                case '=':
                    exchanges[^1].Names[rest.Split(' ')[0]] = rest.Split(' ')[1];
                    break;
                case '~':
                    exchanges[^1].Known[rest.Split(' ', 2)[0]] = rest.Split(' ', 2)[1];
                    break;
            }
        }

        return exchanges;
    }

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}")]
    private static partial Regex Placeholder();

    private sealed record Exchange(string Request)
    {
        public int Status { get; set; }

        public string Answer { get; set; } = "";

        public Dictionary<string, string> Names { get; } = [];

        public Dictionary<string, string> Known { get; } = [];
    }
}
