using PilotPairing.Application.Access;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Tests.Fakes;

/// <summary>A Meta that reports one template and answers messages as a test configures it; and what was written of templates.</summary>
internal sealed class FakeMetaMessages : IMetaMessages, ITemplates, IPublicAddress
{
    public List<string> Asked { get; } = [];

    public Result<MetaSender> From { get; set; } =
        new MetaSender(TenantMode.Live, new("106"), new("102"), new MetaSecret("token"));

    public Result<ReportedTemplate> Reported { get; set; } = new ReportedTemplate(
        "APPROVED", "UTILITY", "pt_BR", new(false, null, [], [], [new("URL", "https://pair.example.com/connect/{{1}}")]));

    public Func<MetaMessage, Task<SendOutcome>> OnSend { get; set; } = _ =>
        Task.FromResult<SendOutcome>(new SendOutcome.Accepted("wamid.1"));

    public List<MetaReport> Kept { get; } = [];

    public List<TemplateId> Requested { get; } = [];

    public string PublicUrl => ConnectUrl;

    public string ConnectUrl => "https://pair.example.com";

    public IReadOnlyList<string> ConnectUrls => [ConnectUrl];

    public bool IsAvailable(TenantMode mode) => true;

    public Task<Result<MetaSender>> Sender(TenantId tenant, NumberId number, CancellationToken cancellationToken) => Task.FromResult(From);

    public Task<Result<ReportedTemplate>> Find(MetaSender sender, MetaTemplate template, CancellationToken cancellationToken)
    {
        Asked.Add($"find {template.Name}");
        return Task.FromResult(Reported);
    }

    public Task<Result<ReportedTemplate>> Create(MetaSender sender, NewMetaTemplate template, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<SendOutcome> Send(MetaSender sender, MetaMessage message, CancellationToken cancellationToken)
    {
        Asked.Add($"send {message.Recipient.Digits} {message.Template} {message.Language} {string.Join(' ', message.Buttons.Select(button => button.Text))}");
        return OnSend(message);
    }

    public Task<IReadOnlyList<string>> Check(MetaSender sender, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> Add(MessageTemplate template) => throw new NotSupportedException();

    public Task<bool> Remove(Caller caller, TemplateId id) => throw new NotSupportedException();

    public void Report(TemplateId id, MetaReport report) => Kept.Add(report);

    public void RequestReport(TemplateId id) => Requested.Add(id);

    public void RequestReports(IReadOnlyList<NumberId> senders) => throw new NotSupportedException();
}
