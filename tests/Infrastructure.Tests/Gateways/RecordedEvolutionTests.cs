using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PilotPairing.FakeEvolution;

namespace PilotPairing.Infrastructure.Tests.Gateways;

/// <summary>
/// The fake against what real servers answered: the recorded requests are put to it in their order, with what happened between them
/// played. Errors must be equal, everything else of the same shape.
/// </summary>
public sealed partial class RecordedEvolutionTests
{
    private static readonly string Recordings = Path.Combine(AppContext.BaseDirectory, "recordings");

    private static readonly (string Before, Action<EvolutionServer> Happens)[] Of236 =
    [
        ("GET /instance/fetchInstances", server => server.WhatsApp = WhatsApp.Silent),
        ("POST /instance/create {\"instanceName\":\"q1\"", server =>
            (server.WhatsApp, server.AnswersAfterDelete) = (WhatsApp.OffersQrCodes, 0)),
        ("GET /instance/connectionState/q1", server => server.Instance("q1").Scan("5511988887777")),
        ("POST /instance/create {\"instanceName\":\"p1\"", server => server.WhatsApp = WhatsApp.Silent),
        ("POST /instance/create {\"instanceName\":\"p2\"", server => server.WhatsApp = WhatsApp.OffersQrCodes),
        ("GET /instance/connectionState/q1", server => server.Instance("q1").Drop()),
        ("POST /message/sendText/p1", server =>
        {
            server.Instance("p1").Scan("5511977776666");
            server.SendingHasNoSessions = true;
        }),
        ("GET /instance/connectionState/p1", _ => { }),
        ("GET /instance/connectionState/p1", _ => { }),
        ("GET /instance/connectionState/p1", server => server.Instance("p1").End(401)),
    ];

    private static readonly (string Before, Action<EvolutionServer> Happens)[] Of237 =
    [
        ("GET /instance/connectionState/q1", server => server.Instance("q1").Scan("5511988887777")),
        ("POST /message/sendText/q1", server => server.SendingHasNoSessions = true),
        ("GET /instance/connectionState/q2", server => server.Instance("q2").Scan("5511988887777")),
        ("POST /message/sendText/q2", server => server.SendingHasNoSessions = false),
        ("POST /instance/create {\"instanceName\":\"m-fail405\"", server => server.WhatsApp = WhatsApp.RefusesVersion),
        ("POST /instance/create {\"instanceName\":\"m-noqr\"", server => server.WhatsApp = WhatsApp.Silent),
        ("POST /instance/create {\"instanceName\":\"bn\"", server => server.WhatsApp = WhatsApp.OffersQrCodes),
        ("GET /instance/connectionState/bn", server => server.Instance("bn").End(403)),
        ("GET /instance/connectionState/pc", server => server.Instance("pc").End(401)),
    ];

    [Theory]
    [InlineData("evolution-2.3.6.txt", 60)]
    [InlineData("evolution-2.3.7.txt", 35)]
    public async Task Answers_as_the_recorded_server_did(string recording, int atLeast)
    {
        await using var server = await EvolutionServer.Start();
        server.Version = recording.Contains("2.3.6", StringComparison.Ordinal) ? "2.3.6" : "2.3.7";
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        var between = new Queue<(string Before, Action<EvolutionServer> Happens)>(server.Version == "2.3.6" ? Of236 : Of237);
        var compared = 0;
        foreach (var exchange in Exchanges(recording).Where(exchange => !exchange.IsOfMeta))
        {
            if (between.TryPeek(out var next) && exchange.Line.StartsWith(next.Before, StringComparison.Ordinal))
                between.Dequeue().Happens(server);
            var (status, body) = await Ask(http, server, exchange);

            status.Should().Be(exchange.Status, exchange.Line);
            if (status >= 400)
                JsonNode.DeepEquals(body, exchange.Body).Should()
                    .BeTrue($"{exchange.Line} answered {exchange.Body!.ToJsonString()} and not {body!.ToJsonString()}");
            else
                Shape(body).Should().Be(Shape(exchange.Body), exchange.Line);
            compared++;
        }

        between.Should().BeEmpty("everything that happened between the recorded requests was played");
        compared.Should().BeGreaterThan(atLeast);
    }

    [Fact]
    public async Task Sends_the_notifications_of_the_recorded_server()
    {
        await using var server = await EvolutionServer.Start();
        server.QrCodesPerBatch = 1;
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        foreach (var exchange in Exchanges("evolution-2.3.7.txt")
            .Where(exchange => exchange.Line.Contains("\"pc\"", StringComparison.Ordinal)
                || exchange.Line.Contains("\"qr\"", StringComparison.Ordinal)))
            await Ask(http, server, exchange);
        server.Instance("pc").End(401);

        var reported = server.Hooks.Sent.Select(notification => Shape(JsonNode.Parse(notification.Body))).ToHashSet();

        var recorded = File.ReadLines(Path.Combine(Recordings, "evolution-webhooks.jsonl"))
            .Select(line => JsonNode.Parse(JsonNode.Parse(line)!["b"]!.GetValue<string>())).ToList();
        recorded.Should().HaveCountGreaterThan(15);
        foreach (var notification in recorded)
            reported.Should().Contain(Shape(notification));
    }

    private static IEnumerable<Exchange> Exchanges(string recording)
    {
        Exchange? asked = null;
        foreach (var line in File.ReadLines(Path.Combine(Recordings, recording)))
        {
            if (line.StartsWith("> ", StringComparison.Ordinal))
                asked = new(line[2..], "global", 0, null);
            else if (line.Trim() is var note && note.StartsWith("(apikey: ", StringComparison.Ordinal))
                asked = asked! with { Key = note[9..^1] };
            else if (Answered().Match(line) is { Success: true } answer)
                yield return asked! with
                {
                    Status = int.Parse(answer.Groups["status"].ValueSpan,
                    System.Globalization.CultureInfo.InvariantCulture),
                    Body = Parse(answer.Groups["body"].Value)
                };
        }
    }

    private static async Task<(int, JsonNode?)> Ask(HttpMessageInvoker http, EvolutionServer server, Exchange exchange)
    {
        var parts = exchange.Line.Split(' ', 3);
        using var request = new HttpRequestMessage(new HttpMethod(parts[0]), server.Url + parts[1]);
        if (exchange.Key != "<none>")
            request.Headers.Add("apikey", exchange.Key == "global" ? server.ApiKey : exchange.Key);
        if (parts[2].Length > 0)
            request.Content = new StringContent(parts[2], new MediaTypeHeaderValue("application/json"));
        using var response = await http.SendAsync(request, default);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync()));
    }

    /// <summary>Where the recording cut the picture of a QR code off, the rest is put back.</summary>
    private static JsonNode? Parse(string body)
    {
        if (body.EndsWith("<png>\"", StringComparison.Ordinal))
            body += body.StartsWith("{\"instance\"", StringComparison.Ordinal) ? ",\"count\":1}}" : ",\"count\":1}";
        try
        {
            return JsonNode.Parse(body);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static string Shape(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject members =>
            "{" + string.Join(",",
                members.OrderBy(member => member.Key, StringComparer.Ordinal)
                    .Select(member => $"{member.Key}:{Shape(member.Value)}")) + "}",
        JsonArray items => "[" + string.Join(",", items.Select(Shape).Distinct()) + "]",
        _ => node.GetValueKind().ToString(),
    };

    [GeneratedRegex(@"^< (?<status>\d{3}) [\d.]+s (?<body>.*)\z")]
    private static partial Regex Answered();

    private sealed record Exchange(string Line, string Key, int Status, JsonNode? Body)
    {
        public bool IsOfMeta => MetaPaths().IsMatch(Line);
    }

    [GeneratedRegex("/wb|/meta|/template/|WHATSAPP-BUSINESS")]
    private static partial Regex MetaPaths();
}
