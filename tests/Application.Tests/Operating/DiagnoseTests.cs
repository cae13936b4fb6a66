using PilotPairing.Application.Gateways;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Tests.Fakes;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Gateways;

namespace PilotPairing.Application.Tests.Operating;

/// <summary>How each fault of an installation is reported, and that each comes with advice.</summary>
public sealed class DiagnoseTests : IDatabaseCheck, IStoredSecrets, ITenantCheck, IReachability, IGateways, IMetaCheck, IWorkHealth, INodes
{
    private const string Ours = "https://pair.example.com";
    private static readonly GatewayHealth Healthy = new(true, true, true, "2.3.7", null);
    private readonly Dictionary<string, AddressFailure> _unreachable = [];
    private DatabaseState _database = new(null, 15, [], TimeSpan.Zero);
    private SecretState _secrets = new(3, 0, 0);
    private IReadOnlyList<string> _furtherConnectUrls = [];
    private WorkHealth _work = Work(TimeSpan.FromSeconds(5));
    private Retention _retention = new(TimeSpan.FromDays(30), null, null, null);
    private bool _mayDeleteAudit = true;
    private IReadOnlyList<RunningNode> _nodes = [];
    private IReadOnlyList<LiveTenants> _tenants = [new("default", 2), new("main", 1)];
    private readonly FakeTemplates _templates = new();
    private MetaState? _meta = new(null, null, HasSignup: true);

    public IReadOnlyList<ConfiguredGateway> Configured { get; private set; } = [Gateway(Healthy)];

    [Fact]
    public async Task Nothing_is_wrong_with_a_sound_installation()
    {
        var findings = await Check();

        findings.Should().OnlyContain(finding => finding.Verdict == Verdict.Ok && finding.Advice == null);
        findings.Select(finding => finding.Check).Should()
            .Equal("database", "migrations", "clock", "encryption", "workers", "outbox", "retention", "nodes", "public url", "proxies",
                "gateway main", "callback of main", "sender", "meta",
                "meta signup", "meta webhook");
    }

    [Theory]
    [InlineData(null, null, Verdict.Ok, "reaches WhatsApp (Node.js 20.20.2, WhatsApp 2.3000.1)")]
    [InlineData("Node.js 20 or newer is needed", null, Verdict.Problem, "Node.js 20 or newer is needed")]
    [InlineData(null, "Its process runs and does not reach WhatsApp; it keeps trying.", Verdict.Warning, "does not reach WhatsApp")]
    public async Task Our_own_gateway_says_itself_what_is_wrong_and_is_not_called_back(
        string? failure, string? warning, Verdict verdict, string text)
    {
        var health = new GatewayHealth(failure is null, true, true, "Node.js 20.20.2, WhatsApp 2.3000.1",
            failure is null ? null : new GatewayError(failure), failure, warning);
        Configured = [Gateway(health) with { Kind = "baileys", CallbackUrl = null }];

        var findings = await Check();

        Of(findings, "gateway main").Should().Match<Finding>(finding =>
            finding.Verdict == verdict && finding.Text.Contains(text) && (finding.Advice == null) == (verdict == Verdict.Ok));
        findings.Should().NotContain(finding => finding.Check == "callback of main");
    }

    [Fact]
    public async Task Background_work_that_nobody_does_or_that_is_late_is_reported()
    {
        _work = Work(null);
        Only(await Check(), "workers", Verdict.Warning, "role worker or all");

        _work = Work(TimeSpan.FromMinutes(3));
        Of(await Check(), "workers").Should()
            .Match<Finding>(finding => finding.Verdict == Verdict.Problem && finding.Text.Contains("3 minutes"));

        _work = Work(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Of(await Check(), "outbox").Text.Should().Be("Due work waits: delivery for 10 minutes.");
    }

    [Fact]
    public async Task Every_origin_of_hosted_pages_is_asked()
    {
        _furtherConnectUrls = ["https://one.example", "https://two.example"];
        _unreachable["https://two.example"] = new("does not answer.");

        var findings = await Check();

        findings.Where(finding => finding.Check == "connect url").Select(finding => finding.Text).Should()
            .Equal("https://one.example answers.", "https://two.example does not answer.");
        Only(findings, "connect url", Verdict.Problem, "ConnectUrls");
    }

    [Fact]
    public async Task For_how_long_what_is_kept_is_said()
    {
        _retention = new(TimeSpan.FromDays(7), TimeSpan.FromDays(365), null, TimeSpan.FromDays(90));

        Of(await Check(), "retention").Text.Should()
            .Be("Kept: events 30 days, deliveries 7 days, links 365 days, messages for ever, audit log 90 days.");
    }

    [Fact]
    public async Task An_audit_log_that_retention_may_not_delete_from_is_a_problem()
    {
        _mayDeleteAudit = false;
        Of(await Check(), "retention").Verdict.Should().Be(Verdict.Ok, "it is kept for ever");

        _retention = _retention with { Audit = TimeSpan.FromDays(90) };
        Only(await Check(), "retention", Verdict.Problem, "Grant delete on audit_log");
    }

    [Fact]
    public async Task Nodes_with_other_settings_are_named_with_the_settings_and_never_with_a_value()
    {
        _nodes = [new("a (process 1)", new(new Dictionary<string, string> { ["Encryption:Keys"] = "k", ["ConnectUrl"] = "c" }))];
        Of(await Check(), "nodes").Text.Should().Be("The settings agree with those of every running process (1).");

        _nodes =
        [
            .. _nodes,
            new("b (process 2)", new(new Dictionary<string, string>
            {
                ["Encryption:Keys"] = "k", ["ConnectUrl"] = "x", ["Ops:Password"] = "p",
            })),
            new("c (process 3)", new(new Dictionary<string, string> { ["Encryption:Keys"] = "other", ["ConnectUrl"] = "y" })),
        ];
        Only(await Check(), "nodes", Verdict.Problem, "the same settings");
        Of(await Check(), "nodes").Text.Should().Be(
            "Servers were given other settings than a (process 1): "
                + "b (process 2) in ConnectUrl, Ops:Password; c (process 3) in Encryption:Keys.");

        _nodes = [_nodes[1]];
        Only(await Check(), "nodes", Verdict.Warning, "with the settings of the servers");
        Of(await Check(), "nodes").Text.Should()
            .Be("This command was given other settings than running servers: b (process 2) in ConnectUrl, Ops:Password.");
    }

    [Fact]
    public async Task Without_a_database_nothing_of_it_is_judged_and_the_rest_is()
    {
        _database = DatabaseState.Away("The database does not answer.");

        var findings = await Check();

        findings.Select(finding => finding.Check).Should()
            .Equal("database", "public url", "proxies", "gateway main", "callback of main", "meta", "meta signup", "meta webhook");
        Only(findings, "database", Verdict.Problem, "ConnectionStrings:Postgres");
    }

    [Fact]
    public async Task A_database_that_is_old_not_migrated_or_has_another_time_is_reported()
    {
        _database = new(null, 13, ["0007_more.sql", "0008_most.sql"], TimeSpan.FromSeconds(-20)) { Unfit = "PostgreSQL 13 is too old." };
        var findings = await Check();

        Of(findings, "database").Should().Be(new Finding("database", Verdict.Problem, "PostgreSQL 13 is too old."));
        findings.Should().NotContain(finding => finding.Check == "migrations", "an unfit database refuses them");
        Of(findings, "clock").Should()
            .Match<Finding>(finding => finding.Verdict == Verdict.Warning && finding.Text.Contains("20 s ahead of"));
        findings.Should().NotContain(finding => finding.Check == "encryption", "the tables may not be there yet");

        _database = _database with { Unfit = null };
        Of(await Check(), "migrations").Should()
            .Match<Finding>(finding =>
                finding.Verdict == Verdict.Problem && finding.Text.Contains("0007_more.sql")
                    && finding.Advice!.Contains("pilotpairing migrate"));

        _database = new(null, 15, [], TimeSpan.FromSeconds(31));
        Of(await Check(), "clock").Should()
            .Match<Finding>(finding => finding.Verdict == Verdict.Problem && finding.Text.Contains("31 s behind"));
    }

    [Fact]
    public async Task A_database_that_takes_no_changes_is_a_problem_though_it_answers()
    {
        _database = new(null, 15, [], TimeSpan.Zero) { IsReadOnly = true };

        Of(await Check(), "database").Should()
            .Match<Finding>(finding =>
                finding.Verdict == Verdict.Problem && finding.Text.Contains("read-only") && finding.Advice!.Contains("primary"));
    }

    [Fact]
    public async Task A_full_disk_is_a_problem_though_the_database_answers()
    {
        _database = new(null, 15, [], TimeSpan.Zero) { LacksRoom = true };

        Only(await Check(), "database", Verdict.Problem, "Make room");
    }

    [Fact]
    public async Task A_proxy_that_may_be_anyone_is_reported_and_others_are_named()
    {
        Of(await Check(), "proxies").Text.Should().Contain("X-Forwarded-For is not taken");
        Of(await Check(proxies: ["10.0.0.0/8", "::1/128"]), "proxies").Should()
            .Be(new Finding("proxies", Verdict.Ok, "X-Forwarded-For is taken from 10.0.0.0/8, ::1/128 (KnownProxies)."));
        Only(await Check(proxies: ["10.0.0.0/8", "0.0.0.0/0"]), "proxies", Verdict.Warning, "KnownProxies");
    }

    [Fact]
    public async Task Rights_that_our_user_lacks_are_named()
    {
        _database = new(null, 15, [],
            TimeSpan.Zero)
        {
            MissingRights =
                ["insert on public.numbers", .. Enumerable.Range(0, 6).Select(table => $"select on public.t{table}")]
        };

        var findings = await Check();

        Only(findings, "database", Verdict.Problem, "Grant them");
        Of(findings, "database").Text.Should().Contain("lacks rights on 7 tables: insert on public.numbers; ").And.EndWith("; and 2 more.");
        findings.Should().NotContain(finding => finding.Check == "encryption", "the tables may not be readable");
    }

    [Fact]
    public async Task Secrets_that_no_key_opens_are_reported()
    {
        _secrets = new(3, 1, 2);

        Only(await Check(), "encryption", Verdict.Problem, "Add the key");
    }

    [Fact]
    public async Task Secrets_under_an_older_key_are_reported()
    {
        _secrets = new(3, 0, 2);

        Only(await Check(), "encryption", Verdict.Warning, "pilotpairing reencrypt");
    }

    [Fact]
    public async Task Unreachable_addresses_are_reported()
    {
        _unreachable[Ours] = new("answers with status 502.");
        var findings = await Check();
        Of(findings, "public url").Should()
            .Match<Finding>(finding => finding.Verdict == Verdict.Problem && finding.Text == Ours + " answers with status 502.");
        Of(findings, "callback of main").Verdict.Should().Be(Verdict.Problem);

        _unreachable[Ours] = new("is reached through an old proxy.", "Replace it");
        (await Check()).Where(finding => finding.Verdict == Verdict.Problem).Should().HaveCount(2)
            .And.OnlyContain(finding => finding.Advice == "Replace it");

        _unreachable.Clear();
        Only(await Check(isSet: false), "public url", Verdict.Warning, "Set PublicUrl");
        Configured = [Gateway(Healthy, "http://localhost:5080")];
        Only(await Check(), "callback of main", Verdict.Warning, "Gateways:main:CallbackUrl");
    }

    public static TheoryData<GatewayHealth, string> Failures => new()
    {
        { new(false, null, null, null, new GatewayUnavailable()), "Gateways:main:BaseUrl" },
        { new(true, null, false, "2.4.0", new GatewayNotActivated()), "Activate" },
        { new(true, false, null, "2.3.7", new GatewayError("key")), "Gateways:main:ApiKey" },
        { new(true, true, true, "2.3.7", new GatewayError("odd")), "log" },
        { new(true, null, null, null, new GatewayError("odd")), "Gateways:main:BaseUrl" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Each_failure_of_a_gateway_has_its_advice(GatewayHealth health, string advice)
    {
        Configured = [Gateway(health)];

        Only(await Check(), "gateway main", Verdict.Problem, advice);
    }

    [Theory]
    [InlineData(false, "No name server knows its host name")]
    [InlineData(true, "Its answer (status 200) is none of Evolution API")]
    public async Task A_wrong_address_is_reported_with_the_reason(bool isReachable, string reason)
    {
        Configured = [Gateway(new(isReachable, null, null, null, new GatewayError("other"), reason))];

        Of(await Check(), "gateway main").Text.Should().Be(reason + ".");
    }

    [Fact]
    public async Task Without_a_gateway_only_test_tenants_pair_and_live_ones_that_wait_for_one_are_a_problem()
    {
        (Configured, _tenants) = ([], []);
        Only(await Check(), "gateways", Verdict.Warning, "Gateways:<name>");

        _tenants = [new("default", 2), new("main", 1)];
        Only(await Check(), "gateways", Verdict.Problem, "Gateways:<name>");
        Of(await Check(), "gateways").Text.Should().Contain("3 live tenants").And.Contain("GATEWAY_NOT_CONFIGURED");
        _database = DatabaseState.Away("The database does not answer.");
        Of(await Check(), "gateways").Verdict.Should().Be(Verdict.Warning, "nobody could be asked for the tenants");
    }

    [Fact]
    public async Task A_tenant_whose_gateway_is_no_longer_configured_is_reported_with_the_gateway_s_name()
    {
        _tenants = [new("default", 2), new("gone", 1), new("main", 1)];

        Only(await Check(), "gateways", Verdict.Problem, "Gateways:gone");
        Of(await Check(), "gateways").Text.Should().StartWith("Gateway gone is not configured: 1 live tenant cannot pair")
            .And.Contain("GATEWAY_NOT_CONFIGURED");
    }

    [Fact]
    public async Task Having_no_Meta_app_is_nothing_to_mend()
    {
        _meta = null;

        Of(await Check(), "meta").Should().Match<Finding>(finding => finding.Verdict == Verdict.Ok && finding.Advice == null);
        (await Check(connectUrl: "http://pair.example.com")).Should().NotContain(finding => finding.Check.StartsWith("meta "));
    }

    [Fact]
    public async Task Each_failure_of_the_Meta_app_has_its_cause_and_advice()
    {
        _meta = new("Invalid OAuth access token signature.", null, HasSignup: true);
        Only(await Check(), "meta", Verdict.Problem, "Meta:AppSecret");
        Of(await Check(), "meta").Text.Should().Contain("Invalid OAuth access token signature.");

        _meta = new(null, "https://graph.facebook.com cannot be connected to.", HasSignup: true);
        Only(await Check(), "meta", Verdict.Problem, "Meta:GraphBaseUrl");
        Of(await Check(), "meta").Text.Should().Be("https://graph.facebook.com cannot be connected to.");

        _meta = new(null, null, HasSignup: false);
        Only(await Check(), "meta signup", Verdict.Warning, "Meta:ConfigId");
    }

    [Fact]
    public async Task Meta_opens_its_dialog_on_https_pages_and_calls_https_addresses_only()
    {
        Only(await Check(connectUrl: "http://pair.example.com"), "meta signup", Verdict.Problem, "ConnectUrl");
        Only(await Check(publicUrl: "http://pair.example.com"), "meta webhook", Verdict.Warning, "PublicUrl");
    }

    Task<MetaState?> IMetaCheck.Check(CancellationToken cancellationToken) => Task.FromResult(_meta);

    Task<DatabaseState> IDatabaseCheck.Check(CancellationToken cancellationToken) => Task.FromResult(_database);

    Task<SecretState> IStoredSecrets.Check(CancellationToken cancellationToken) => Task.FromResult(_secrets);

    Task<Reencrypted> IStoredSecrets.Reencrypt(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<AddressFailure?> Check(string url, CancellationToken cancellationToken) =>
        Task.FromResult(_unreachable.GetValueOrDefault(url));

    public Task<IReadOnlyList<LiveTenants>> LiveByGateway(CancellationToken cancellationToken) => Task.FromResult(_tenants);

    public ValueTask<bool> Serves(TenantId tenant, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IWhatsAppGateway> Of(TenantId tenant, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static ConfiguredGateway Gateway(GatewayHealth health, string callback = Ours) =>
        new("main", "evolution", true, callback, new FakeGateway { Health = health });

    private static Finding Of(IReadOnlyList<Finding> findings, string check) => findings.Single(finding => finding.Check == check);

    private static void Only(IReadOnlyList<Finding> findings, string check, Verdict verdict, string advice)
    {
        findings.Where(finding => finding.Verdict != Verdict.Ok).Should().ContainSingle().Which.Should()
            .Match<Finding>(finding => finding.Check == check && finding.Verdict == verdict);
        findings.Single(finding => finding.Check == check && finding.Verdict == verdict).Advice.Should().Contain(advice);
    }

    Task<bool> IWorkHealth.MayDeleteAudit(CancellationToken cancellationToken) => Task.FromResult(_mayDeleteAudit);

    NodeSettings INodes.Own { get; } = new(new Dictionary<string, string> { ["Encryption:Keys"] = "k", ["ConnectUrl"] = "c" });

    Task INodes.Report(CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<IReadOnlyList<RunningNode>> INodes.Others(CancellationToken cancellationToken) => Task.FromResult(_nodes);

    Task INodes.Leave(CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<WorkHealth> IWorkHealth.Read(CancellationToken cancellationToken) => Task.FromResult(_work);

    private static WorkHealth Work(TimeSpan? heartbeat, TimeSpan delivery = default) =>
        new(heartbeat, new Dictionary<string, TimeSpan> { ["delivery"] = delivery, ["send"] = default });

    private async Task<IReadOnlyList<Finding>> Check(
        bool isSet = true, string publicUrl = Ours, string connectUrl = Ours, params string[] proxies) =>
        (await new DiagnoseHandler(
            this, this, this, this, this, this, this, new(_templates, new FakeStore(), new FakeMetaMessages()), this, _retention,
            new(TimeSpan.FromDays(30)))
            .Handle(new(publicUrl, isSet, [connectUrl, .. _furtherConnectUrls], proxies is [] ? null : proxies), default)).Value;
}
