using Dapper;
using Npgsql;
using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Operating;

internal sealed class AuditQueries(NpgsqlDataSource database) : IAuditQueries
{
    public async Task<bool> HasSignedOut(Guid session, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select 1 from audit_log where session = @session and action = 'SignedOut')", new { session },
            cancellationToken: cancellationToken));
    }
}
