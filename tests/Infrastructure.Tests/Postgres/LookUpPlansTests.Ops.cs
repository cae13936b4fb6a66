using PilotPairing.Application.Ops;
using PilotPairing.Application.Statistics;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Infrastructure.Tests.Postgres;

/// <summary>The same for the lists and look-ups of the operations pages, across tenants.</summary>
public sealed partial class LookUpPlansTests
{
    private static readonly PhoneNumber Phone = PhoneNumber.Parse("5511900000200")!.Value;
    private static readonly PairingLink Link = PairingLink.FromStore(
        new(Number.Value), Tenant, Number, Provider.PilotStatus, null, new(new byte[32]), new(), Labels.None, LinkStatus.Used, Now, null,
        Now, null);

    public static TheoryData<string, Func<IServiceProvider, Task>, string> OpsLookUps => new()
    {
        { "links of all", Linked(new()), "pairing_links_pkey" },
        { "links of all on a later page", services =>
            Of<IOpsLinkQueries>(services).List(new(), new(50, new(Now, Number.Value)), Now, default), "pairing_links_pkey" },
        { "links of all by ACTIVE", Linked(new() { Status = LinkStatus.Active }), "pairing_links_active" },
        { "links of all by USED", Linked(new() { Status = LinkStatus.Used }), "pairing_links_used" },
        { "links of all by EXPIRED", Linked(new() { Status = LinkStatus.Expired }), "pairing_links_expired" },
        { "links of all that were not marked yet", Linked(new() { Status = LinkStatus.Expired }), "pairing_links_to_expire" },
        { "links of all by REVOKED", Linked(new() { Status = LinkStatus.Revoked }), "pairing_links_revoked" },
        { "links of all by reference", Linked(new() { Text = "customer-200" }), "pairing_links_by_external_ref" },
        { "links of all by phone", Linked(new() { Text = "5511900000200", Phone = Phone }), "numbers_by_phone" },
        { "links of all by a phone whose number was removed", Linked(new() { Text = "5511900000200", Phone = Phone }),
            "numbers_removed_by_phone" },
        { "links of all by a phone that connected", Linked(new() { Text = "5511900000200", Phone = Phone }),
            "numbers_of_all_by_connected_phone" },
        { "links of all by number", Linked(new() { Number = Number }), "pairing_links_by_number" },
        { "links of one tenant", Linked(new() { Tenant = Tenant }), "pairing_links_by_tenant" },
        { "links of one tenant by state", Linked(new() { Tenant = Tenant, Status = LinkStatus.Revoked }), "pairing_links_by_status" },
        { "the attempts of a link's timeline", services =>
            Of<IOpsLinkQueries>(services).History(Link, default), "pairing_attempts_by_number" },
        { "the events of a link's timeline", services => Of<IOpsLinkQueries>(services).History(Link, default), "events_by_number" },
        { "the events of a link without a number", services =>
            Of<IOpsLinkQueries>(services).History(Link, default), "events_by_link_without_number" },
        { "the deliveries of a link's timeline", services =>
            Of<IOpsLinkQueries>(services).History(Link, default), "delivery_attempts_by_event" },
        { "numbers of all", Numbered(new()), "numbers_pkey" },
        { "numbers of all by state", Numbered(new() { State = InstanceState.Connecting }), "numbers_connecting" },
        { "numbers of all by reference", Numbered(new() { Text = "customer-200" }), "numbers_by_external_ref" },
        { "numbers of all by phone", Numbered(new() { Text = "5511900000200", Phone = Phone }), "numbers_by_phone" },
        { "removed numbers of all by phone", Numbered(new() { State = InstanceState.Removed, Text = "5511900000200", Phone = Phone }),
            "numbers_removed_by_phone" },
        { "removed numbers of all by reference", Numbered(new() { State = InstanceState.Removed, Text = "customer-200" }),
            "numbers_removed_by_external_ref" },
        { "numbers of one tenant", Numbered(new() { Tenant = Tenant }), "numbers_by_tenant" },
        { "attempts of all", Attempts(new(null, false)), "delivery_attempts_pkey" },
        { "failed attempts of all", Attempts(new(null, true)), "delivery_attempts_failed" },
        { "attempts of one endpoint", Attempts(new(new EndpointId(Tenant.Value), false)), "delivery_attempts_by_endpoint" },
        { "failed attempts of one endpoint", Attempts(new(new EndpointId(Tenant.Value), true)), "delivery_attempts_failed_by_endpoint" },
        { "messages of all", Messages(new(null, null)), "message_sends_pkey" },
        { "messages of all that failed", Messages(new(SendStatus.Failed, null)), "message_sends_not_sent_by_status" },
        { "messages of one tenant", Messages(new(null, Tenant)), "message_sends_of_tenant" },
        { "messages of one tenant that failed", Messages(new(SendStatus.Failed, Tenant)), "message_sends_not_sent_by_tenant" },
        { "today's links by state", services => Of<IOpsOverviewQueries>(services).Links(Now, Now, default), "pairing_links_revoked" },
        { "the funnel by tenant", services => Of<IFunnelQueries>(services).PerTenant(Period, 10, default), "pairing_funnel_of_all_pkey" },
        { "the funnel in one row", services => Of<IFunnelQueries>(services).Totals(Period, default), "pairing_funnel_of_all_pkey" },
        { "deliveries by minute", services => Of<IOpsOverviewQueries>(services).Deliveries(Now, default), "delivery_attempts_pkey" },
        { "failures by endpoint", services => Of<IOpsOverviewQueries>(services).Failing(Now, 10, default), "delivery_attempts_failed" },
        { "what gateways connected", services => Of<IOpsGatewayQueries>(services).Successes(default), "pairing_attempts_connected" },
        { "what gateways stopped", services => Of<IOpsGatewayQueries>(services).Failures(10, default), "pairing_attempts_failed" },
    };

    [Theory]
    [MemberData(nameof(OpsLookUps))]
    public Task An_operations_page_uses_its_index_and_scans_no_table(string what, Func<IServiceProvider, Task> lookUp, string index) =>
        A_lookup_uses_its_index_and_scans_no_table(what, lookUp, index);

    private static Func<IServiceProvider, Task> Messages(OpsMessageFilter filter) =>
        services => Of<IOpsMessageQueries>(services).List(filter, Page, default);

    private static Func<IServiceProvider, Task> Linked(OpsLinkFilter filter) =>
        services => Of<IOpsLinkQueries>(services).List(filter, Page, Now, default);

    private static Func<IServiceProvider, Task> Numbered(OpsNumberFilter filter) =>
        services => Of<IOpsNumberQueries>(services).List(filter, Page, default);

    private static Func<IServiceProvider, Task> Attempts(OpsDeliveryFilter filter) =>
        services => Of<IOpsWebhookQueries>(services).Attempts(filter, Page, default);

}
