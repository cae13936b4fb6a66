using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MediatR;
using PilotPairing.Api.Hosting;
using PilotPairing.Api.Parameters;
using PilotPairing.Application.Access;
using PilotPairing.Application.Operating;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Cli;

internal static class TenantCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Description = "What the operator calls the tenant", Required = true };
        var test = new Option<bool>("--test") { Description = "Its numbers live on the built-in simulator" };
        var gateway = new Option<string?>("--gateway") { Description = "The gateway its numbers pair through; default Gateways:Default" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var create = new Command("create", "Makes a tenant and its first key, which is shown this once") { name, test, gateway, json };
        create.SetAction(async (parsed, cancellationToken) =>
        {
            var mode = parsed.GetValue(test) ? TenantMode.Test : TenantMode.Live;
            return await Act.Run(
                mediator => mediator.Send(new CreateTenant(parsed.GetValue(name)!, mode, parsed.GetValue(gateway)), cancellationToken),
                created => parsed.GetValue(json)
                    ? JsonSerializer.Serialize(
                        new(created.Tenant.Id.ToString(), created.Key.Id.ToString(), created.Key.Raw.Value,
                            mode.ToString().ToLowerInvariant()), CliJson.Readable.TenantOutput)
                    : $"Tenant {created.Tenant.Id} ({mode.ToString().ToLowerInvariant()})\nKey    {created.Key.Raw.Value}\nKeep the key: it is not shown again.",
                cancellationToken, warning: Missing);
        });
        return new Command("tenant", "Tenants of this installation") { create, Delete(), Keep() };
    }

    private static Command Delete()
    {
        var id = IdArgument();
        var delete = new Command("delete",
            "Deletes a tenant with all its data after the waiting time; its keys stop working at once") { id };
        delete.SetAction((parsed, cancellationToken) => Change(
            parsed.GetValue(id)!, AuditAction.TenantDeletionScheduled,
            async (mediator, tenant) => await mediator.Send(new ScheduleTenantDeletion(tenant), cancellationToken),
            scheduled => string.Create(CultureInfo.InvariantCulture,
                $"Tenant {scheduled.Name} is deleted on {scheduled.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Until then pilotpairing tenant keep takes it back."),
            cancellationToken));
        return delete;
    }

    private static Command Keep()
    {
        var id = IdArgument();
        var keep = new Command("keep", "Takes a deletion back that has not begun") { id };
        keep.SetAction((parsed, cancellationToken) => Change(
            parsed.GetValue(id)!, AuditAction.TenantKept,
            async (mediator, tenant) => await mediator.Send(new KeepTenant(tenant), cancellationToken), _ => "The tenant is kept.",
            cancellationToken));
        return keep;
    }

    private static Argument<string> IdArgument() => new("id") { Description = $"The id of the tenant, {TenantId.Prefix}…" };

    private static Task<int> Change<T>(
        string id, AuditAction action, Func<IMediator, TenantId, Task<Result<T>>> change, Func<T, string> text,
        CancellationToken cancellationToken) =>
        Act.Run(
            async mediator =>
            {
                var tenant = new TenantId(PathId.Read(TenantId.Prefix, id));
                var session = new OperatorSession(new(AuditEntry.CommandLine, OperatorRole.Operator), Guid.Empty, AuditEntry.Here);
                await mediator.Send(new RecordAction(session, action, [tenant.ToString()]), cancellationToken);
                return await change(mediator, tenant);
            },
            text, cancellationToken);

    private static string? Missing(TenantCreated created) => created.Missing is { } missing
        ? $"{missing.Code}: {missing.Text}. Creating numbers and links for it is refused until the server is started with Gateways:<name>:Kind: baileys, or evolution with BaseUrl and ApiKey."
        : null;
}
