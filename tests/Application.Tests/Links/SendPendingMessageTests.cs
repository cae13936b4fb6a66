using Microsoft.Extensions.Logging.Abstractions;
using PilotPairing.Application.Access;
using PilotPairing.Application.Links;
using PilotPairing.Application.Messaging;
using PilotPairing.Application.Tests.Fakes;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
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
        new LinkMessage(new(_sender.Tenant, _sender.Id, _sender.Number), _asked.Number, Url).ToString().Should().Be("[letter]");

    private (SendStatus Seen, SendStatus Ending, MessageCode? Code) Ending()
    {
        var (seen, ending, problem) = _sends.Completed.Should().ContainSingle().Subject;
        return (seen, ending, problem?.Code);
    }

    private Task<Result<Done>> Send() => new SendPendingMessageHandler(
            _store, _sends, new(_store, _surroundings, _surroundings, _store, _surroundings, new("Acme", "", ""), _clock), _gateway,
            _surroundings, _clock, NullLogger<SendPendingMessageHandler>.Instance)
        .Handle(new(_sends.Send!.Id), default);

    /// <summary>One template, one URL and a tenant with nothing set.</summary>
    private sealed class Surroundings(MessageTemplate template) : ILinkUrls, ITemplateQueries, ITenantDirectory
    {
        public MessageTemplate Template => template;

        public bool IsDeleted { get; set; }

        public bool IsRemoved { get; set; }

        public Task<string?> Of(PairingLink link, CancellationToken cancellationToken) => Task.FromResult(IsDeleted ? null : Url);

        public Task<PairingToken?> Token(PairingLink link, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<MessageTemplate?> Find(TenantId tenant, TemplateId id, CancellationToken cancellationToken) =>
            Task.FromResult(!IsRemoved && id == template.Id && tenant == template.Tenant ? template : null);

        public Task<Page<MessageTemplate>> List(Caller caller, PageRequest page, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<MessageTemplate>> Named(Caller caller, string name, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<Tenant?> Find(TenantId tenant, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<BrandingLayer> BrandingOf(TenantId tenant, CancellationToken cancellationToken) =>
            ValueTask.FromResult(BrandingLayer.Empty);

        public ValueTask<TenantSettings> SettingsOf(TenantId tenant, CancellationToken cancellationToken) =>
            ValueTask.FromResult(TenantSettings.Default);
    }
}
