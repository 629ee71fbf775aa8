"""Static files under names that carry their digest, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which before the first `collectstatic` gives plain names instead of failing."""

    def stored_name(self, name: str) -> str:
        """The hashed name, or `name` itself while nothing was collected."""
        return super().stored_name(name) if self.hashed_files else name
