"""What people say of works: likes, collections, structured reviews, discussion. Nothing of it enters trust."""
