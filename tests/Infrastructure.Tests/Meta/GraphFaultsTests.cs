using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using PilotPairing.Domain;
using PilotPairing.Domain.Meta;
using PilotPairing.FakeGraph;
using PilotPairing.Testing;
using static PilotPairing.Infrastructure.Tests.Meta.GraphRig;

namespace PilotPairing.Infrastructure.Tests.Meta;

/// <summary>
/// Graph on a bad day, or something else in its place: what may be retried is distinguished from what may not, and no secret is revealed.
/// </summary>
public sealed class GraphFaultsTests : IAsyncLifetime
{
    private static readonly MetaSecret Pin = new("123456");
    private GraphServer _server = null!;
    private FakeAccount _account = null!;
    private FakeNumber _number = null!;
    private MetaSecret _token;

    public async Task InitializeAsync()
    {
        _server = await GraphServer.Start();
        _account = _server.NewAccount();
        _number = _account.NewNumber();
        _token = Secret(_server.NewToken(_account));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("html 200")]
    [InlineData("html 404")]
    [InlineData("html 502")]
    [InlineData("empty 200")]
    [InlineData("array")]
    [InlineData("garbage")]
    [InlineData("huge")]
    [InlineData("cut short")]
    [InlineData("dead")]
    [InlineData("redirect")]
    [InlineData("error 1")]
    [InlineData("error 2")]
    [InlineData("error 131000")]
    [InlineData("error 131016")]
    [InlineData("error 100 with 503")]
    public async Task Temporary_failures_are_hidden_from_the_customer(string fault)
    {
        await using var rig = GraphRig.On(_server);
        _server.Instead = Fault(fault);

        foreach (var refusal in await OfEveryAct(rig))
            refusal.Should().Be(new MetaUnreachable());

        _server.Calls.Count(call => call.StartsWith("POST", StringComparison.Ordinal)).Should().Be(2, "nothing is sent again by itself");
        rig.Log.Lines.Count(line => line.Contains(" 7001 ", StringComparison.Ordinal)).Should().Be(1, "a lasting failure is logged once");
        _server.Instead = _ => Task.FromResult(false);
        (await rig.Graph.Number(Id(_number.Id), _token, default)).Refusal.Should().BeNull();
        rig.Log.Lines.Should().ContainSingle(line => line.Contains(" 7002 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Graph_that_is_not_there_is_unreachable()
    {
        await using var rig = GraphRig.On(_server, url: "http://127.0.0.1:1");

        foreach (var refusal in await OfEveryAct(rig))
            refusal.Should().Be(new MetaUnreachable());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(80007)]
    [InlineData(130429)]
    [InlineData(131056)]
    public async Task A_limit_that_was_reached_says_when_to_come_back(int code)
    {
        await using var rig = GraphRig.On(_server);
        _server.Instead = Error(400, code);
        (await rig.Graph.Inspect(_token, default)).Refusal!.RetryAfter.Should().Be(TimeSpan.FromMinutes(1));

        _server.Instead = Error(400, code,
            ("X-Business-Use-Case-Usage",
            """{"102200001":[{"type":"whatsapp_business_management","call_count":100,"estimated_time_to_regain_access":7}]}"""));
        (await rig.Graph.Subscribe(Id(_account.Id), _token, default)).Refusal.Should().Be(new MetaUnreachable(TimeSpan.FromMinutes(7)));

        _server.Instead = Error(429, code, ("Retry-After", "30"));
        (await rig.Graph.Number(Id(_number.Id), _token, default)).Refusal!.RetryAfter.Should().Be(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(10, 403)]
    [InlineData(190, 401)]
    [InlineData(200, 403)]
    [InlineData(368, 400)]
    [InlineData(100, 400)]
    [InlineData(131031, 403)]
    [InlineData(133010, 400)]
    [InlineData(999999, 400)]
    public async Task A_permanent_refusal_of_Graph_keeps_its_code(int code, int status)
    {
        await using var rig = GraphRig.On(_server);
        _server.Instead = Error(status, code);

        (await rig.Graph.Register(Id(_number.Id), Pin, _token, default)).Refusal.Should()
            .Be(new MetaRejected(code, null, "refused", GraphErrors.Trace));
        rig.Log.Lines.Should()
            .Contain(line => line.Contains($" 7003 Graph refused Register: error {code}", StringComparison.Ordinal)
                && line.Contains(GraphErrors.Trace, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Graph_is_waited_for_ten_seconds()
    {
        var clock = new FakeClock();
        await using var rig = GraphRig.On(_server, clock);
        _server.Instead = Faults.Never;

        var asked = rig.Graph.Inspect(_token, default);
        await UntilCalled(1);
        clock.Advance(TimeSpan.FromSeconds(9));
        asked.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromSeconds(1));

        (await asked).Refusal.Should().Be(new MetaUnreachable());
    }

    [Fact]
    public async Task A_cancelled_call_is_not_reported_as_Graph_unreachable()
    {
        await using var rig = GraphRig.On(_server);
        _server.Instead = Faults.Never;
        using var impatience = new CancellationTokenSource();

        var asked = rig.Graph.Inspect(_token, impatience.Token);
        await UntilCalled(1);
        await impatience.CancelAsync();

        await asked.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_registration_whose_answer_got_lost_is_looked_for_and_not_made_again()
    {
        await using var rig = GraphRig.On(_server);
        _server.Instead = Faults.On("/register", context =>
        {
            (_number.IsRegistered, _number.Pin) = (true, Pin.Value);
            return Faults.CutShort(context);
        });

        (await rig.Graph.Register(Id(_number.Id), Pin, _token, default)).Refusal.Should().BeNull();
        _server.Calls.Should().Equal($"POST {_number.Id}/register", $"GET {_number.Id}");
    }

    [Fact]
    public async Task A_registration_that_did_not_happen_is_not_claimed()
    {
        await using var rig = GraphRig.On(_server);
        _server.Instead = Faults.On("/register", Faults.Html(502));

        (await rig.Graph.Register(Id(_number.Id), Pin, _token, default)).Refusal.Should().Be(new MetaUnreachable());
        _server.Calls.Should().Equal($"POST {_number.Id}/register", $"GET {_number.Id}");
    }

    [Fact]
    public async Task Success_that_is_none_is_not_believed()
    {
        await using var rig = GraphRig.On(_server);
        _server.Instead = Faults.Text(200, "application/json", """{"success":false}""");

        (await rig.Graph.Subscribe(Id(_account.Id), _token, default)).Refusal.Should().Be(new MetaUnreachable());
    }

    [Fact]
    public async Task Neither_log_nor_trace_nor_refusal_holds_a_secret()
    {
        var traces = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = traces.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("tests");
        using var own = source.StartActivity("this test")!;
        await using var rig = GraphRig.On(_server);
        var code = new MetaSecret("AQBcode-nobody-has");
        var token = new MetaSecret("EAAnobody-has-this");
        var refusals = new List<Refusal?>();
        foreach (var instead in new[] { _ =>
            Task.FromResult(false), Echo, Faults.Html(500), Faults.Redirect, Faults.CutShort, Fault("garbage") })
        {
            _server.Instead = instead;
            refusals.AddRange(await OfEveryAct(rig, token, code));
        }

        own.Stop();
        // Other tests run beside this one, and are traced as well.
        var traced = traces.Where(activity => activity.TraceId == own.TraceId)
            .SelectMany(activity => activity.TagObjects.Select(tag => $"{tag.Value}").Append(activity.DisplayName));
        var response = rig.Log.Lines.Concat(traced)
            .Concat(refusals.OfType<MetaRejected>().SelectMany(refusal => new[] { refusal.Message, refusal.ToString() })).ToList();
        rig.Log.Lines.Should().NotBeEmpty();
        response.Should().Contain("this test", "traces are recorded");
        response.Should().Contain("Malformed access token [hidden]");
        foreach (var secret in new[] { code.Value, token.Value, Pin.Value, _server.AppSecret })
            response.Should().NotContain(line => line.Contains(secret, StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<Refusal?>> OfEveryAct(GraphRig rig, MetaSecret? token = null, MetaSecret? code = null)
    {
        var given = token ?? _token;
        return
        [
            (await rig.Graph.ExchangeCode(code ?? new("code"), default)).Refusal,
            (await rig.Graph.Inspect(given, default)).Refusal,
            (await rig.Graph.Numbers(Id(_account.Id), given, default)).Refusal,
            (await rig.Graph.Number(Id(_number.Id), given, default)).Refusal,
            (await rig.Graph.Subscribe(Id(_account.Id), given, default)).Refusal,
            (await rig.Graph.Register(Id(_number.Id), Pin, given, default)).Refusal,
        ];
    }

    private async Task UntilCalled(int times)
    {
        while (_server.Calls.Count < times)
            await Task.Delay(1);
    }

    /// <summary>Echoes everything that it was sent.</summary>
    private static async Task<bool> Echo(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var all = $"{context.Request.QueryString} {string.Join(' ', context.Request.Query.SelectMany(pair => pair.Value))} {context.Request.Headers.Authorization} {await body.ReadToEndAsync()}";
        var (status, answer) = GraphErrors.Invalid(all);
        return await Faults.Text(status, "application/json", answer.ToJsonString())(context);
    }

    private static Func<HttpContext, Task<bool>> Error(int status, int code, params (string Name, string Value)[] headers) => context =>
    {
        foreach (var (name, value) in headers)
            context.Response.Headers[name] = value;
        return Faults.Text(status, "application/json",
            GraphErrors.Of(status, "OAuthException", code, "refused").Item2.ToJsonString())(context);
    };

    private static Func<HttpContext, Task<bool>> Fault(string name) => name switch
    {
        "html 200" => Faults.Html(200),
        "html 404" => Faults.Html(404),
        "html 502" => Faults.Html(502),
        "empty 200" => Faults.Text(200, "application/json", ""),
        "array" => Faults.Text(200, "application/json", "[]"),
        "huge" => Faults.Huge,
        "cut short" => Faults.CutShort,
        "dead" => Faults.Dead,
        "redirect" => Faults.Redirect,
        "error 100 with 503" => Error(503, 100),
        _ when name.StartsWith("error ", StringComparison.Ordinal) =>
            Error(400, int.Parse(name["error ".Length..], System.Globalization.CultureInfo.InvariantCulture)),
        _ => Faults.Garbage,
    };
}
