using Microsoft.Extensions.Logging.Abstractions;
using PilotPairing.Application.Access;
using PilotPairing.Application.Links;
using PilotPairing.Application.Messaging;
using PilotPairing.Application.Tests.Fakes;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Application.Tests.Links;

/// <summary>
/// What a worker does with a pending message, above all when it must not call the gateway; the limits are counted in SQL and tested there.
/// </summary>
public sealed class SendPendingMessageTests
{
    private const string Url = "https://pair.example.com/connect/rp_secret";
    private readonly FakeClock _clock = new(Some.Now);
    private readonly FakeGateway _gateway = new();
    private readonly FakeSends _sends = new();
    private readonly FakeStore _store;
    private readonly Instance _sender = Some.Number(InstanceState.Open);
    private readonly Instance _asked = Some.Number();
    private readonly PairingLink _link;
    private readonly Surroundings _surroundings;

    public SendPendingMessageTests()
    {
        _store = new() { Sends = _sends };
        _store.Instances[_sender.Id] = _sender;
        _store.Instances[_asked.Id] = _asked;
        _link = Some.Link(_asked.Id);
        _store.Links[_link.Id] = _link;
        _surroundings = new(new(
            TemplateId.New(Some.Now), Some.Tenant, MessageTemplate.OfLinks, TemplateCategory.Utility, TemplateLanguage.FromStore("en"),
            TemplateBody.FromStore("{{name}} {{link}} {{company}}"),
            new(_sender.Id, null), Some.Now));
        _sends.Send = LinkSend.Of(_link, _surroundings.Template, Some.Now);
    }

    [Fact]
    public async Task A_pending_message_is_committed_as_begun_and_then_sent()
    {
        var before = 0;
        _gateway.OnSend = _ =>
        {
            before = _store.Commits;
            return Task.FromResult<SendOutcome>(new SendOutcome.Accepted("id"));
        };

        await Send();

        before.Should().Be(1);
        _gateway.Asked.Should().Equal($"send {_asked.Number.Digits} Shop {Url} Acme");
        _sends.Completed.Should().Equal((SendStatus.Sending, SendStatus.Sent, null));
    }

    [Fact]
    public async Task What_somebody_had_begun_is_unknown_and_not_sent_again()
    {
        _sends.Send = _sends.Send! with { Status = SendStatus.Sending };

        await Send();

        _gateway.Asked.Should().BeEmpty();
        Ending().Should().Be((SendStatus.Sending, SendStatus.Unknown, MessageCode.OutcomeUnknown));
    }

    [Theory]
    [InlineData(SendStatus.Sent)]
    [InlineData(SendStatus.Failed)]
    [InlineData(SendStatus.Unknown)]
    public async Task What_has_ended_stays_as_it_is(SendStatus status)
    {
        _sends.Send = _sends.Send! with { Status = status };

        await Send();

        _gateway.Asked.Should().BeEmpty();
        _sends.Completed.Should().BeEmpty();
    }

    [Fact]
    public async Task The_second_job_leaves_the_message_to_the_first()
    {
        _sends.OnBegin = SendStart.Taken;

        await Send();

        _gateway.Asked.Should().BeEmpty();
        _sends.Completed.Should().BeEmpty();
    }

    [Fact]
    public async Task Beyond_the_limit_nothing_is_sent()
    {
        _sends.OnBegin = SendStart.Limited;

        await Send();

        _gateway.Asked.Should().BeEmpty();
        Ending().Should().Be((SendStatus.Pending, SendStatus.Failed, MessageCode.SendLimited));
    }

    [Fact]
    public async Task An_answer_that_is_lost_is_unknown()
    {
        _gateway.OnSend = _ => throw new HttpRequestException("reset");

        await Send();

        Ending().Should().Be((SendStatus.Sending, SendStatus.Unknown, MessageCode.OutcomeUnknown));
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_waited_for_20_seconds()
    {
        _gateway.OnSend = async cancellationToken =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellationToken);
            return new SendOutcome.Accepted(null);
        };

        var sending = Send();
        _clock.Advance(TimeSpan.FromSeconds(19));
        sending.IsCompleted.Should().BeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await sending;

        Ending().Should().Be((SendStatus.Sending, SendStatus.Unknown, MessageCode.OutcomeUnknown));
    }

    [Theory]
    [InlineData(SendFailure.GatewayError, MessageCode.GatewayError)]
    [InlineData(SendFailure.RecipientNotOnWhatsApp, MessageCode.RecipientNotOnWhatsapp)]
    [InlineData(SendFailure.SenderNotConnected, MessageCode.SenderNotConnected)]
    public async Task A_refusal_of_the_gateway_keeps_its_text(SendFailure failure, MessageCode code)
    {
        _gateway.OnSend = _ => Task.FromResult<SendOutcome>(new SendOutcome.Refused(failure, "in its words"));

        await Send();

        _sends.Completed.Should().Equal((SendStatus.Sending, SendStatus.Failed, new MessageProblem(code, "in its words")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_link_that_died_while_its_message_waited_is_not_sent(bool expired)
    {
        _surroundings.IsDeleted = !expired;
        _clock.Advance(expired ? PairingLink.DefaultLife : TimeSpan.Zero);

        await Send();

        _gateway.Asked.Should().BeEmpty();
        Ending().Should().Be((SendStatus.Pending, SendStatus.Failed, MessageCode.LinkNotActive));
    }

    [Fact]
    public async Task A_template_that_was_removed_while_its_message_waited_is_none()
    {
        _surroundings.IsRemoved = true;

        await Send();

        _gateway.Asked.Should().BeEmpty();
        Ending().Should().Be((SendStatus.Pending, SendStatus.Failed, MessageCode.TemplateNotFound));
    }

    [Fact]
    public void A_message_prints_no_secret() =>
        new TextMessage(new(_sender.Tenant, _sender.Id, _sender.Number), _asked.Number, Url).ToString().Should().Be("[message]");

    [Fact]
    public async Task A_Meta_number_sends_the_token_in_the_button_after_the_start_was_committed()
    {
        BeMeta();
        var before = 0;
        _store.Meta.OnSend = _ =>
        {
            before = _store.Commits;
            return Task.FromResult<SendOutcome>(new SendOutcome.Accepted("wamid.1"));
        };

        await Send();

        before.Should().Be(2, "the report was kept, and the start committed");
        _store.Meta.Asked.Should().Equal("find at_meta", $"send {_asked.Number.Digits} at_meta pt_BR rp_secret");
        _sends.Completed.Should().Equal((SendStatus.Sending, SendStatus.Sent, null));
        _store.LinkEvents.Should().BeEmpty();
    }

    [Fact]
    public async Task Meta_is_asked_nothing_about_an_authentication_template()
    {
        BeMeta(TemplateCategory.Otp);

        await Send();

        _store.Meta.Asked.Should().BeEmpty();
        Ending().Should().Be((SendStatus.Pending, SendStatus.Failed, MessageCode.TemplateRejected));
        _store.LinkEvents.Should().ContainSingle().Which.Should().Match<LinkEvent>(happened =>
            happened.Type == EventNames.LinkMessageFailed && happened.Reason == "TEMPLATE_REJECTED" && happened.Message == _sends.Send!.Id);
    }

    [Theory]
    [InlineData(59, "APPROVED", false)]
    [InlineData(60, "APPROVED", true)]
    [InlineData(0, "PAUSED", false)]
    [InlineData(1, "PAUSED", true)]
    public async Task A_report_is_asked_for_again_when_it_is_old(int minutes, string status, bool isAsked)
    {
        var reported = _store.Meta.Reported.Value with { Status = status };
        BeMeta(report: new(reported, Some.Now));
        _clock.Advance(TimeSpan.FromMinutes(minutes));

        await Send();

        _store.Meta.Asked.Contains("find at_meta").Should().Be(isAsked);
        _store.Meta.Kept.Should().HaveCount(isAsked ? 1 : 0);
    }

    [Fact]
    public async Task While_Meta_does_not_answer_an_old_report_is_as_good_as_none_is_bad()
    {
        _store.Meta.Reported = new MetaUnreachable();
        BeMeta();
        await Send();
        Ending().Should().Be((SendStatus.Pending, SendStatus.Failed, MessageCode.GatewayError));

        _sends.Completed.Clear();
        BeMeta(report: new(new FakeMetaMessages().Reported.Value, Some.Now.AddDays(-1)));
        await Send();
        _sends.Completed.Should().Equal((SendStatus.Sending, SendStatus.Sent, null));
    }

    [Fact]
    public async Task A_template_that_Meta_refuses_is_reported_again()
    {
        BeMeta();
        _store.Meta.OnSend = _ => Task.FromResult<SendOutcome>(new SendOutcome.Refused(SendFailure.TemplateRejected, "paused"));

        await Send();

        _store.Meta.Requested.Should().Equal(_surroundings.Template.Id);
    }

    private (SendStatus Seen, SendStatus Ending, MessageCode? Code) Ending()
    {
        var (seen, ending, problem) = _sends.Completed.Should().ContainSingle().Subject;
        return (seen, ending, problem?.Code);
    }

    private Task<Result<Done>> Send()
    {
        var meta = _store.Meta;
        var views = new TemplateViews(meta, new(meta, _surroundings), meta);
        var composer = new MessageComposer(
            _store, _surroundings, _surroundings, _store, _surroundings,
            new(meta, new(_store, meta, _clock), views, _surroundings, _clock), new("Acme", "", ""), _clock);
        return new SendPendingMessageHandler(
                _store, _sends, composer, _gateway, meta, new(_store), _surroundings, _clock,
                NullLogger<SendPendingMessageHandler>.Instance)
            .Handle(new(_sends.Send!.Id), default);
    }

    private void BeMeta(TemplateCategory category = TemplateCategory.Utility, MetaReport? report = null)
    {
        _surroundings.Template = _surroundings.Template with
        {
            Category = category,
            Body = TemplateBody.FromStore("Conecte pelo botão"),
            Sender = new(_sender.Id, new("at_meta", TemplateLanguage.FromStore("pt_BR"), null)),
            Report = report,
        };
    }

    /// <summary>One template, one URL and a tenant with nothing set.</summary>
    private sealed class Surroundings(MessageTemplate template) : ILinkUrls, ITemplateQueries, ITenantDirectory
    {
        public MessageTemplate Template { get; set; } = template;

        public bool IsDeleted { get; set; }

        public bool IsRemoved { get; set; }

        public Task<string?> Of(PairingLink link, CancellationToken cancellationToken) => Task.FromResult(IsDeleted ? null : Url);

        public Task<PairingToken?> Token(PairingLink link, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<MessageTemplate?> Find(TenantId tenant, TemplateId id, CancellationToken cancellationToken) =>
            Task.FromResult(!IsRemoved && id == Template.Id && tenant == Template.Tenant ? Template : null);

        public Task<Page<MessageTemplate>> List(Caller caller, PageRequest page, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<MessageTemplate>> Named(Caller caller, string name, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<MessageTemplate>> TakeDue(int most, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<MessageTemplate>> OfLinks(int most, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<Tenant?> Find(TenantId tenant, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Tenant?>(new(tenant, "tenant", TenantMode.Live, Tenant.DefaultGateway));

        public ValueTask<BrandingLayer> BrandingOf(TenantId tenant, CancellationToken cancellationToken) =>
            ValueTask.FromResult(BrandingLayer.Empty);

        public ValueTask<TenantSettings> SettingsOf(TenantId tenant, CancellationToken cancellationToken) =>
            ValueTask.FromResult(TenantSettings.Default);
    }
}
