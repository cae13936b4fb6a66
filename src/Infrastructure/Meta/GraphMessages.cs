using System.Text.Json;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Meta;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Meta;

/// <summary>Templates and messages at Meta's Graph, for live tenants.</summary>
internal sealed class GraphMessages(GraphHttp http, IOptions<MetaOptions> options)
{
    /// <summary>Of this name and language there is one already.</summary>
    private const int ExistsAlready = 2388024;

    private const int PerPage = 100;
    private const int MostPages = 10;
    private readonly MetaOptions _options = options.Value;

    /// <summary>Graph finds names that contain the one it is asked for, a page at a time.</summary>
    public async Task<Result<ReportedTemplate>> Find(MetaSender sender, MetaTemplate template, CancellationToken cancellationToken)
    {
        var found = new List<ReportedTemplate>();
        var after = "";
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await http.Send(
                GraphCall.Get(GraphAct.ListTemplates,
                    $"{sender.Account}/message_templates?name={Uri.EscapeDataString(template.Name)}&fields={GraphTemplate.Fields}"
                        + $"&limit={PerPage}{after}",
                    sender.Token), cancellationToken);
            if (answer.Refusal is { } refusal)
                return refusal;
            var data = LenientJson.Member(answer.Body, "data");
            if (data.ValueKind != JsonValueKind.Array)
                return new MetaUnreachable();
            found.AddRange(LenientJson.Items(data).Select(GraphTemplate.Read).Where(read => read?.Name == template.Name)
                .Select(read => read!.Value.Template));
            var paging = LenientJson.Member(answer.Body, "paging");
            if (LenientJson.Text(paging, "next") is null
                || LenientJson.Text(LenientJson.Member(paging, "cursors"), "after") is not { Length: > 0 } cursor)
                break;
            after = "&after=" + Uri.EscapeDataString(cursor);
        }

        return Closest(template.Language, found) ?? ReportedTemplate.None(template.Language.MetaCode);
    }

    public async Task<Result<ReportedTemplate>> Create(MetaSender sender, NewMetaTemplate template, CancellationToken cancellationToken)
    {
        var answer = await http.Send(
            GraphCall.Post(GraphAct.CreateTemplate, $"{sender.Account}/message_templates", sender.Token, GraphTemplate.Creation(template)),
            cancellationToken);
        // One whose answer was lost is there, too.
        if (answer.Refusal is { } refusal && answer.Rejection is not { Subcode: ExistsAlready })
            return refusal;
        return await Find(sender, new(template.Name, template.Language, null), cancellationToken);
    }

    public async Task<SendOutcome> Send(MetaSender sender, MetaMessage message, CancellationToken cancellationToken)
    {
        var secrets = message.Buttons.Select(button => button.Text).Concat(message.Body.Select(value => value.Text))
            .Append(message.Recipient.Digits).Where(text => text.Length > 0);
        var answer = await http.Send(
            GraphCall.Send($"{sender.PhoneNumberId}/messages", sender.Token, GraphTemplate.Message(message), secrets), cancellationToken);
        return OutcomeOf(answer);
    }

    private static SendOutcome OutcomeOf(GraphAnswer answer) => answer switch
    {
        { Fault: GraphFault.Unreachable } =>
            new SendOutcome.Refused(SendFailure.GatewayError, "Meta cannot be reached; nothing was sent"),
        { Fault: GraphFault.Busy } => new SendOutcome.Refused(
            SendFailure.SenderLimited, answer.Reported is { } limit ? MetaErrors.Text(limit) : "Meta had too many requests of this number"),
        { Fault: not null } => new SendOutcome.Unknown(answer.Reported is { } failure
            ? $"{MetaErrors.Text(failure)}. The message may have arrived and is not sent again"
            : "Meta's answer was lost; the message may have arrived and is not sent again"),
        { Rejection: { } rejection } =>
            new SendOutcome.Refused(MetaErrors.FailureOf(rejection.Number, rejection.Subcode), MetaErrors.Text(rejection)),
        _ when LenientJson.Items(LenientJson.Member(answer.Body, "messages")).Select(message => LenientJson.Text(message, "id"))
            .FirstOrDefault() is { Length: > 0 } id => new SendOutcome.Accepted(id),
        _ => new SendOutcome.Unknown("Meta's answer names no message; it may have arrived and is not sent again"),
    };

    public async Task<IReadOnlyList<string>> Check(MetaSender sender, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var number = await http.Send(
            GraphCall.Get(GraphAct.ReadNumber, $"{sender.PhoneNumberId}?fields={GraphNumber.Fields}", sender.Token), cancellationToken);
        if (number.Refusal is { } refusal)
            return [refusal is MetaRejected rejected ? MetaErrors.Text(rejected) : refusal.Text];
        if (GraphNumber.Read(number.Body) is { } read)
        {
            if (!read.Registered && !read.OnBusinessApp)
                problems.Add("the number is not registered at Meta");
            if (read.Status is not (null or "CONNECTED" or "FLAGGED"))
                problems.Add($"the number's status at Meta is {read.Status}");
        }

        var apps = await http.Send(
            GraphCall.Get(GraphAct.ListSubscribedApps, $"{sender.Account}/subscribed_apps", sender.Token), cancellationToken);
        if (apps.Refusal is null && !LenientJson.Items(LenientJson.Member(apps.Body, "data"))
            .Any(app => LenientJson.Text(LenientJson.Member(app, "whatsapp_business_api_data"), "id") == _options.AppId))
            problems.Add("the business account does not report to this server's app: nobody learns whether messages arrive");
        var fields = await http.Send(
            GraphCall.GetAsApp(GraphAct.ListSubscriptions, $"{_options.AppId}/subscriptions", _options), cancellationToken);
        if (fields.Refusal is null && !LenientJson.Items(LenientJson.Member(fields.Body, "data"))
            .Where(subscription => LenientJson.Text(subscription, "object") == "whatsapp_business_account")
            .SelectMany(subscription => LenientJson.Items(LenientJson.Member(subscription, "fields")))
            .Any(field => LenientJson.Text(field, "name") == "messages"))
            problems.Add("the app's webhook is not subscribed to messages: nobody learns whether messages arrive");
        return problems;
    }

    /// <summary>In this language, else in the same one of another region.</summary>
    private static ReportedTemplate? Closest(TemplateLanguage language, IEnumerable<ReportedTemplate> templates) =>
        (from template in templates
         where TemplateLanguage.Parse(template.Language) is { } other && other.Likeness(language) > 0
         orderby TemplateLanguage.Parse(template.Language)!.Value.Likeness(language) descending, template.IsApproved descending
         select template).FirstOrDefault();
}
