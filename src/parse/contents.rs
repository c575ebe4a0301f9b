//! What a source holds: one document, or a collection of articles.

use crate::diagnostic::Span;
use crate::document::{Document, Metadata};

/// What a source holds.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Contents {
    /// One document.
    Document(Box<Document>),
    /// Articles, as a feed or an archive has them; [`crate::bind::Book::of_collection`] makes them one book.
    Articles(Box<Collection>),
}

/// Articles, and what the whole says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collection {
    /// What the whole says of itself; its language is that of most articles where it says none.
    pub metadata: Metadata,
    /// The articles, in the order of the source; at least one.
    pub articles: Vec<Article>,
}

/// An article of a collection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// The article; its categories are its keywords.
    pub document: Document,
    /// The addresses that other articles name it by, its own first.
    pub addresses: Vec<String>,
    /// Where it stands in the source.
    pub span: Span,
}

impl Contents {
    /// What the source says of itself.
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        match self {
            Contents::Document(document) => &document.metadata,
            Contents::Articles(collection) => &collection.metadata,
        }
    }

    /// The document of a source that holds one, or the first of a collection.
    #[must_use]
    pub fn into_document(self) -> Document {
        match self {
            Contents::Document(document) => *document,
            Contents::Articles(collection) => {
                collection.articles.into_iter().next().map(|article| article.document).unwrap_or_default()
            }
        }
    }

    /// All its documents.
    #[must_use]
    pub fn into_documents(self) -> Vec<Document> {
        match self {
            Contents::Document(document) => vec![*document],
            Contents::Articles(collection) => collection.articles.into_iter().map(|article| article.document).collect(),
        }
    }
}
