using PilotPairing.Application.Links;
using PilotPairing.Domain.Links;

namespace PilotPairing.Infrastructure.Links;

/// <summary>The statement that reads a page of links, newest first.</summary>
internal static class LinkListing
{
    /// <param name="columns">Each with the name that it has in the table.</param>
    // A filter that is not asked for is not in the statement: a plan that the server keeps for all cases would use the index of none.
    public static string Sql(ListOwnLinks request, string columns)
    {
        var filters = string.Concat(
            request.Caller.Number is null ? "" : " and number_id = @own",
            request.Number is null ? "" : " and number_id = @number",
            request.ExternalRef is null ? "" : " and external_ref = @externalRef");
        if (request.Status is not { } status)
            return PageOf("pairing_links", columns, filters);
        return status switch
        {
            LinkStatus.Active => PageOf("pairing_links", columns, filters + " and status = 'Active' and expires_at > @now"),
            LinkStatus.Expired => ExpiredPage(columns, filters),
            LinkStatus.Used or LinkStatus.Revoked => PageOf("pairing_links", columns, filters + " and status = @status"),
        };
    }

    public static object Parameters(ListOwnLinks request, DateTimeOffset now) => new
    {
        tenant = request.Caller.Tenant.Value,
        own = request.Caller.Number?.Value,
        number = request.Number?.Value,
        externalRef = request.ExternalRef,
        status = request.Status?.ToString(),
        now,
        request.Page.AfterTime,
        request.Page.AfterId,
        request.Page.Fetch,
    };

    /// <summary>
    /// The beginning of a statement with the links that have ended since the job that marks them last ran, as <c>ended</c>. They are few,
    /// and looked up first, by the index of that job: planned together with the others they could cost a scan of all living links, and
    /// without order and limit as well.
    /// </summary>
    internal static string WithEnded(string columns) =>
        $"""
        with ended as materialized (
            select {columns} from pairing_links where status = 'Active' and expires_at <= @now order by expires_at limit 10000)
        """;

    private static string ExpiredPage(string columns, string filters) =>
        $"""
        {WithEnded(columns)}
        select {columns}
          from (({PageOf("pairing_links", columns, filters + " and status = 'Expired'")})
                union all
                ({PageOf("ended", columns, filters)})) expired
         order by created_at desc, id
         limit @fetch
        """;

    private static string PageOf(string links, string columns, string filters) =>
        $"""
        select {columns}
          from {links}
         where tenant_id = @tenant {filters}
           and created_at <= coalesce(@afterTime::timestamptz, 'infinity')
               and (@afterId is null or created_at < @afterTime or id > @afterId)
         order by created_at desc, id
         limit @fetch
        """;
}
