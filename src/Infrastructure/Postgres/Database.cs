using System.Data;
using Dapper;
using Npgsql;

namespace PilotPairing.Infrastructure.Postgres;

/// <summary>The one data source of a process, and what Dapper must know before its first query.</summary>
public static class Database
{
    private const int PreparedStatements = 50;

    static Database()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        // Npgsql hands out DateTime for timestamptz; our rows hold DateTimeOffset.
        SqlMapper.AddTypeHandler(new InstantHandler());
    }

    public static NpgsqlDataSource Open(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = PreparedStatements, ApplicationName = "pilotpairing" };
        return NpgsqlDataSource.Create(settings.ConnectionString);
    }

    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => new(DateTime.SpecifyKind((DateTime)value, DateTimeKind.Utc));

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.UtcDateTime;
    }
}
