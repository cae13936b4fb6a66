using PilotPairing.Application;

namespace PilotPairing.Infrastructure.Ops;

/// <summary>
/// The order of a list and where its next page begins. Rows of all tenants are in the order of their ids, which is that of time; those of
/// one tenant are in the order of its index.
/// </summary>
internal static class Keyset
{
    public static string Order(bool ofTenant, string alias) => ofTenant ? $"{alias}.created_at desc, {alias}.id" : $"{alias}.id desc";

    /// <summary>
    /// A condition that begins with <c>and</c>. On the first page there is none: a plan that is kept would use the index for neither.
    /// </summary>
    public static string After(PageRequest page, bool ofTenant, string alias) => page.After is null ? ""
        : ofTenant ? $" and {alias}.created_at <= @afterTime and ({alias}.created_at < @afterTime or {alias}.id > @afterId)"
        : $" and {alias}.id < @afterId";
}
