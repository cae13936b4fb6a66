using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using PilotPairing.Api.Cli;
using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Client;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Cli;

/// <summary>The developer's verbs: events printed and forwarded, made to happen, and what each says where it cannot.</summary>
public sealed partial class ListenTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Listen_forwards_what_trigger_makes_happen_signed()
    {
        var key = await host.NewTenantKey();
        await using var sink = await WebhookSink.Start();
        using var stop = new CancellationTokenSource();
        var (output, errors) = (new Lines(), new Lines());
        var listening = Run(ListenCommand.Create(), output, errors, stop.Token,
            "--url", Url, "--key", key, "--forward-to", sink.Url);
        await Scene.Eventually(() => Task.FromResult(output.Text.Contains("Listening at")), () => $": {output.Text} {errors.Text}");

        (await Trigger("number.connected", key)).Code.Should().Be(0);
        var delivered = new List<SinkRequest>();
        while (delivered.All(one => !Body(one).Contains("\"event\":\"number.connected\"")))
            delivered.Add(await sink.Next());

        var secret = Secret().Match(output.Text).Value;
        var connected = delivered[^1];
        new WebhookVerifier([secret]).Verify(
            connected.Headers["webhook-id"], connected.Headers["webhook-timestamp"], connected.Headers["webhook-signature"], connected.Body)
            .Should().BeOfType<NumberEvent>().Which.Data.State.Should().Be(InstanceState.OPEN);
        await Scene.Eventually(() => Task.FromResult(output.Text.Contains("answered 200 in")), () => $": {output.Text} {errors.Text}");
        output.Text.Should().Contain("number.created").And.Contain(connected.Headers["webhook-id"]);
        await stop.CancelAsync();
        (await listening).Should().Be(0);
    }

    [Fact]
    public async Task Listen_begins_after_an_event_and_prints_bodies_where_it_forwards_nothing()
    {
        var key = await host.NewTenantKey();
        var link = await host.NewLink(key: key);
        var created = (await host.Events(link.NumberId(), "number.created"))[0].Id();
        using var stop = new CancellationTokenSource();
        var output = new Lines();
        var listening = Run(ListenCommand.Create(), output, new Lines(), stop.Token, "--url", Url, "--key", key, "--after", created);

        await Scene.Eventually(() => Task.FromResult(output.Text.Contains("link.created")));

        output.Text.Should().Contain("\"linkId\":\"" + link.LinkId()).And.NotContain("whsec_");
        await stop.CancelAsync();
        await listening;
    }

    [Fact]
    public async Task Each_event_that_trigger_knows_happens()
    {
        var key = await host.NewTenantKey();
        var names = TriggerCommand.Create().Arguments.Single().Description!.Split(", ");
        names.Should().HaveCountGreaterThan(12);
        foreach (var name in names)
            (await Trigger(name, key)).Should().Match<(int Code, string Output, string Errors)>(run => run.Code == 0, name);

        // A stalled pairing is given up after half a minute.
        await host.Until("/v1/events", events => names.Where(name => name != "link.failed")
            .All(name => events.EnumerateArray().Any(one => one.Text("event") == name)), key);
    }

    [Theory]
    [InlineData("link.abandoned", null, "There is no way to make link.abandoned happen; there is for number.created")]
    [InlineData("number.connected", "ps_live_key", "Events are made in test-mode tenants only")]
    [InlineData("number.connected", "secret", "--key must be an API key, which begins with ps_.")]
    [InlineData("number.connected", "ps_test_nobody", "does not know this key")]
    [InlineData("number.connected", "", "Name an API key with --key or PILOTPAIRING_KEY")]
    public async Task Trigger_says_why_it_cannot(string name, string? key, string reason)
    {
        var (code, output, errors) = await Trigger(name, key ?? host.Tenant.Key.Raw.Value);

        (code, output).Should().Be((1, ""));
        errors.Should().Contain(reason);
    }

    [Theory]
    [InlineData("ps_test_nobody", "--after", "evt_x", "does not know this key")]
    [InlineData(null, "--after", "evt_x", "after must be the id of an event of yours that is still kept")]
    [InlineData(null, "--forward-to", "localhost:3000", "--forward-to must be an http or https address")]
    [InlineData(null, "--url", "pair.example.com", "--url must be the http or https address of an installation")]
    public async Task Listen_says_why_it_cannot(string? key, string option, string value, string reason)
    {
        var errors = new Lines();
        string[] url = option == "--url" ? [] : ["--url", Url];

        (await Run(ListenCommand.Create(), new Lines(), errors, default, [.. url, "--key", key ?? host.Tenant.Key.Raw.Value, option, value]))
            .Should().Be(1);
        errors.Text.Should().Contain(reason);
    }

    private string Url => host.Http.BaseAddress!.ToString();

    private async Task<(int Code, string Output, string Errors)> Trigger(string name, string key)
    {
        var (output, errors) = (new Lines(), new Lines());
        var code = await Run(TriggerCommand.Create(), output, errors, default, name, "--url", Url, "--key", key);
        return (code, output.Text, errors.Text);
    }

    private static Task<int> Run(Command command, Lines output, Lines errors, CancellationToken stop, params string[] arguments) =>
        command.Parse(arguments).InvokeAsync(new() { Output = output, Error = errors, EnableDefaultExceptionHandler = false }, stop);

    private static string Body(SinkRequest request) => Encoding.UTF8.GetString(request.Body);

    [GeneratedRegex("whsec_[A-Za-z0-9+/=]+")]
    private static partial Regex Secret();

    /// <summary>Read while it is written.</summary>
    private sealed class Lines : TextWriter
    {
        private readonly StringBuilder _text = new();
        private readonly Lock _gate = new();

        public override Encoding Encoding => Encoding.UTF8;

        public string Text
        {
            get
            {
                lock (_gate)
                    return _text.ToString();
            }
        }

        public override void Write(char value)
        {
            lock (_gate)
                _text.Append(value);
        }
    }
}
