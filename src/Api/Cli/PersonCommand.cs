using System.CommandLine;
using System.Text.Json;
using PilotPairing.Api.Hosting;
using PilotPairing.Application.Operating;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Cli;

/// <summary>A person's right to know what is stored of their number, and to have it deleted.</summary>
internal static class PersonCommand
{
    public static Command Create()
    {
        var number = new Option<string>("--number") { Description = "The number in international form", Required = true, Recursive = true };
        number.Validators.Add(result =>
        {
            if (Parse(result.GetValueOrDefault<string>()) is null)
                result.AddError("--number must be a phone number in international form, such as +5511999999999");
        });
        var export = new Command("export", "Prints all that is stored of the number, of all tenants, as JSON");
        export.SetAction((parsed, cancellationToken) => Act.Run(
            mediator => mediator.Send(new ExportPerson(Parse(parsed.GetValue(number))!.Value), cancellationToken), text => text,
            cancellationToken));

        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var erase = new Command("erase",
            "Removes the number from all tenants and deletes all that is stored of it, without a way back") { json };
        erase.SetAction((parsed, cancellationToken) => Act.Run(
            mediator => mediator.Send(new ErasePerson(Parse(parsed.GetValue(number))!.Value), cancellationToken),
            erased => parsed.GetValue(json) ? Json(erased) : Text(erased), cancellationToken, warning: Remaining));
        return new Command("person", "What is stored of the person who has a phone number") { number, export, erase };
    }

    private static PhoneNumber? Parse(string? written) => PhoneNumber.Parse(written, PhoneNumber.FewestAtMeta);

    private static string Text(PersonErased erased) => erased.Rows is { IsNone: false } rows
        ? $"Deleted: {rows.Numbers} numbers, {rows.Links} links, {rows.Attempts} attempts, {rows.Messages} messages, {rows.Events} events, {rows.Deliveries} attempts at deliveries, {rows.Others} other rows"
        : "Nothing is stored of this number.";

    private static string? Remaining(PersonErased erased) => erased.Traces.Count == 0
        ? null
        : "The number still stands in these places, and in logs and backups:"
            + string.Concat(erased.Traces.Select(trace => $"\n  {trace.Place}: {trace.Rows} rows{Reason(trace)}"));

    private static string Reason(PersonTrace trace) =>
        trace.Place == "outbox.payload" || trace.Place.StartsWith("baileys_sessions.", StringComparison.Ordinal)
            ? ", deleted once its gateway has ended the session"
            : ", in a text that a tenant wrote";

    private static string Json(PersonErased erased) => JsonSerializer.Serialize(
        new(erased.Rows.Numbers, erased.Rows.Links, erased.Rows.Attempts, erased.Rows.Messages, erased.Rows.Events, erased.Rows.Deliveries,
            erased.Rows.Others, [.. erased.Traces.Select(trace => new TraceOutput(trace.Place, trace.Rows))]),
        CliJson.Readable.ErasedOutput);
}
